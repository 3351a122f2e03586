// Writes public/data/qm9/sample-10000.smiles.txt.gz: of smiles.txt.gz, which has a line for each molecule of the full set,
// those of the sample, in its order. `node scripts/qm9-sample-smiles.mjs`; prints bytes and SHA-256 for the catalogue.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

const folder = new URL("../public/data/qm9/", import.meta.url);
const unpacked = (name) => gunzipSync(readFileSync(new URL(name, folder)));

/** Numbers in GDB-9 of a shard's molecules. */
function idsOf(name) {
  const bytes = unpacked(name);
  const count = bytes.readUInt32LE(8);
  return Array.from({ length: count }, (_, k) => bytes.readUInt32LE(32 + 4 * k));
}

const { shards, sample } = JSON.parse(readFileSync(new URL("index.json", folder), "utf8"));
const rows = new Map(shards.flatMap(({ file }) => idsOf(file)).map((id, row) => [id, row]));
const smiles = unpacked("smiles.txt.gz").toString().trimEnd().split("\n");
const lines = idsOf(sample.file).map((id) => smiles[rows.get(id)]);
const text = `${lines.join("\n")}\n`;
const packed = gzipSync(text, { level: 9 });
writeFileSync(new URL("sample-10000.smiles.txt.gz", folder), packed);
console.log({ bytes: text.length, sha256: createHash("sha256").update(packed).digest("hex"), packed: packed.length });
