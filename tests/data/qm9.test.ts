import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { DataFiles } from "../../src/data/data-files.ts";
import { BrokenFileError, readPacked } from "../../src/data/packed-file.ts";
import { openQm9, readShard, readSmiles } from "../../src/data/qm9.ts";
import { bondsOf, countsOf, formulaOf } from "../../src/molecules/molecule.ts";
import { storedOf, type TargetName, targetNames, targets } from "../../src/molecules/targets.ts";

const folder = "public/data/qm9/";
const disk: DataFiles = { read: async (name) => Uint8Array.from(readFileSync(`public/${name}`)) };
const index = JSON.parse(readFileSync(`${folder}index.json`, "utf8"));

interface Known {
  readonly id: number;
  readonly row: number;
  readonly smiles: string;
  readonly split: string;
  readonly z: number[];
  readonly xyz: number[];
  readonly y: number[];
  readonly source: number[];
}
const known: { targets: TargetName[]; molecules: Known[] } = JSON.parse(
  readFileSync("tests/data/qm9-test500.json", "utf8"),
);

describe("QM9 as it comes with the page", () => {
  test("the whole set holds 500 known molecules, with their split, places, properties and SMILES", async () => {
    const told: number[] = [];
    const set = await openQm9("full", disk, { onProgress: (done) => told.push(done) });
    expect(set.size).toBe(130_831);
    expect(told).toEqual(Array.from({ length: 14 }, (_, k) => k));
    expect(["train", "valid", "test"].map((use) => set.indicesOf(use as "train").length)).toEqual([
      100_000, 17_748, 13_083,
    ]);
    const smiles = await readSmiles("full", disk);
    for (const { id, row, z, xyz, y, split, smiles: line } of known.molecules) {
      expect(set.indexOf(id)).toBe(row);
      expect(set.idOf(row)).toBe(id);
      expect(set.roleOf(row)).toBe(split);
      expect(Array.from(set.zOf(row))).toEqual(z);
      set.pointsOf(row).forEach((value, k) => {
        expect(Math.abs(value - (xyz[k] as number))).toBeLessThan(1.3e-4);
      });
      known.targets.forEach((name, k) => {
        expect(set.targetOf(row, name)).toBe(Math.fround(y[k] as number));
      });
      expect(smiles[row]).toBe(line);
    }
  });

  test("properties are the source's less the free atoms'", () => {
    for (const { z, y, source } of known.molecules) {
      const counts = countsOf(Uint8Array.from(z));
      known.targets.forEach((name, k) => {
        const stored = storedOf(targets[name], source[k] as number, counts);
        expect(Math.abs(stored - (y[k] as number))).toBeLessThan(1e-4 + 2e-6 * Math.abs(y[k] as number));
      });
    }
    expect(targetNames).toEqual(known.targets);
  });

  test("the sample's SMILES are of its own molecules", async () => {
    const [sample, full] = [await openQm9("sample", disk), await openQm9("full", disk)];
    const [own, all] = [await readSmiles("sample", disk), await readSmiles("full", disk)];
    expect(own).toHaveLength(10_000);
    for (let k = 0; k < sample.size; k += 97) expect(own[k]).toBe(all[full.indexOf(sample.idOf(k)) as number]);
  });

  test("bonds told from distances are those of known molecules", () => {
    const bonds = (smiles: string) => {
      const found = known.molecules.find((one) => one.smiles === smiles);
      if (!found) throw new Error(`no ${smiles}`);
      return bondsOf({ z: Uint8Array.from(found.z), points: Float32Array.from(found.xyz) }).length;
    };
    expect([bonds("C"), bonds("O"), bonds("C#C"), bonds("C1=CC=CC=C1")]).toEqual([4, 2, 3, 12]);
    // A tree or more: every molecule hangs together.
    for (const { z, xyz, smiles } of known.molecules) {
      const found = bondsOf({ z: Uint8Array.from(z), points: Float32Array.from(xyz) }).length;
      if (!smiles.includes("+")) expect(found, smiles).toBeGreaterThanOrEqual(z.length - 1);
    }
  });

  test("formulas stand in Hill's order", () => {
    expect(formulaOf(Uint8Array.from([8, 1, 1]))).toBe("H2O");
    expect(formulaOf(Uint8Array.from([7, 6, 6, 9, 1, 1, 8]))).toBe("C2H2FNO");
  });
});

describe("files that are not what they should be", () => {
  const shard = index.shards[0];
  const with_ = (change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): DataFiles => ({
    read: async (name) => change(await disk.read(name)),
  });

  test("are named, with what is wrong", async () => {
    const broken = with_((bytes) => bytes.with(1000, (bytes[1000] as number) ^ 1));
    await expect(readPacked(broken, "data/qm9/", shard)).rejects.toThrow(/^shard-00.bin.gz is broken: its SHA-256/);
    const page = with_(() => new TextEncoder().encode("<!doctype html>") as Uint8Array<ArrayBuffer>);
    await expect(readPacked(page, "data/qm9/", shard)).rejects.toThrow("is not the file of that name");
    const other = Uint8Array.from(gzipSync(Buffer.alloc(10)));
    const sha256 = Buffer.from(await crypto.subtle.digest("SHA-256", other)).toString("hex");
    await expect(readPacked({ read: async () => other }, "", { file: "a.gz", bytes: 20, sha256 })).rejects.toThrow(
      "a.gz is cut short: 10 of 20 bytes",
    );
    await expect(readPacked({ read: async () => other }, "", { file: "a.gz", bytes: 5, sha256 })).rejects.toThrow(
      "a.gz unpacks to more than 5 bytes",
    );
  });

  test("are taken unpacked too, as some servers hand them out", async () => {
    const unpacked = with_((bytes) => Uint8Array.from(gunzipSync(bytes)));
    expect(readShard("shard-00", await readPacked(unpacked, "data/qm9/", shard)).ids).toHaveLength(10_064);
  });

  test("a kept copy that is broken is fetched once more", async () => {
    let dropped = 0;
    const files: DataFiles = {
      read: async (name) => {
        const bytes = await disk.read(name);
        return dropped > 0 ? bytes : bytes.with(99, (bytes[99] as number) ^ 1);
      },
      drop: async () => {
        dropped++;
      },
    };
    expect((await readPacked(files, "data/qm9/", shard)).length).toBe(shard.bytes);
    expect(dropped).toBe(1);
  });

  test("no change of a shard's header is taken for a shard of another size", () => {
    const bytes = Uint8Array.from(gunzipSync(readFileSync(`${folder}sample-10000.bin.gz`)));
    for (const at of [0, 4, 6, 8, 9, 12, 13]) {
      expect(() => readShard("the sample", bytes.with(at, ((bytes[at] as number) + 1) % 256))).toThrow(BrokenFileError);
    }
    expect(() => readShard("the sample", bytes.slice(0, 31))).toThrow("fewer than its header");
    expect(() => readShard("the sample", bytes.slice(0, -4))).toThrow(BrokenFileError);
  });

  test("loading is stopped between two files, and goes on", async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const files: DataFiles = {
      read: async (name) => {
        asked.push(name);
        if (asked.length === 5) stop.abort(new Error("stopped"));
        return disk.read(name);
      },
    };
    const { openQm9: fresh } = await import("../../src/data/qm9.ts?stopped" as "../../src/data/qm9.ts");
    await expect(fresh("full", files, { signal: stop.signal })).rejects.toThrow("stopped");
    expect(asked.length).toBeLessThan(8);
    expect((await fresh("full", files)).size).toBe(130_831);
  });
});
