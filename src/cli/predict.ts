import { readFileSync } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { parseLink } from "../config/link.ts";
import { openGpu } from "../gpu/device.ts";
import { atRest } from "../lie/motion.ts";
import { centred, formulaOf } from "../molecules/molecule.ts";
import { targets } from "../molecules/targets.ts";
import { Parameters, packed } from "../nn/parameters.ts";
import { readMolecules } from "../readers/molecules/molecule-file.ts";
import { openMoleculeProbe } from "../tasks/molecules/probe.ts";
import { molecules } from "../tasks/molecules/task.ts";
import { reasonOf } from "../text/reason.ts";
import { readSafetensors } from "../training/safetensors.ts";
import { fail, readArguments } from "./arguments.ts";
import { diskFiles } from "./disk-files.ts";
import { readShaderFiles } from "./shader-files.ts";

/**
 * `npm run predict -- FILE.xyz [FILE ..] --weights model.safetensors [--json]`. The property that the weights learned, of molecules: a table, and the same
 * as a line of JSON; with --json the line alone.
 */
const { values, positionals } = readArguments({
  weights: { type: "string" },
  json: { type: "boolean", default: false },
});
if (positionals.length === 0) fail("name a file of molecules: XYZ, MOL, SDF or PDB");
if (!values.weights)
  fail("--weights names the file of a trained network, as `npm run train -- .. --out FILE` writes it");

const chemistry = async () =>
  readFileSync(new URL("../../node_modules/openchemlib/dist/resources.json", import.meta.url), "utf8");

try {
  const { metadata, tensors } = readSafetensors(Uint8Array.from(readFileSync(values.weights as string)));
  const { config } = parseLink(metadata.config ?? "");
  if (config.task !== "molecules") fail(`${values.weights} learned ${config.task}, not molecules`);
  const target = targets[config.target];
  const gpu = await openGpu(readShaderFiles());
  // The fit on counts, and what the property is standardised by, are of the training molecules.
  await molecules.open(config, diskFiles);
  const layout = molecules.parameterLayout(config);
  const parameters = new Parameters(gpu.device, layout);
  parameters.write(packed(layout, tensors));
  const program = await openMoleculeProbe(gpu, [{ config, parameters }]);
  const rows = [];
  for (const file of positionals) {
    const found = await readMolecules(basename(file), Uint8Array.from(readFileSync(file)), chemistry).catch((error) => {
      console.error(`${basename(file)} cannot be read: ${reasonOf(error)}`);
      return [];
    });
    for (const frame of found) {
      if ("problem" in frame) {
        console.error(`${basename(file)}, ${frame.name}: ${frame.problem}`);
        continue;
      }
      const { name, notes } = frame;
      const molecule = centred(frame.molecule, config.centre);
      const atoms = Array.from(molecule.z, (z, k) => [z, ...molecule.points.subarray(3 * k, 3 * k + 3)]);
      const { models, linear } = await program.run({
        task: "molecules",
        example: atoms.flat(),
        motion: atRest,
        lift: "moved",
        atom: 0,
      });
      const [answer] = models;
      rows.push({
        file: basename(file),
        name,
        formula: formulaOf(molecule.z),
        prediction: answer?.given ?? Number.NaN,
        spread: answer?.spread ?? null,
        countsAlone: linear,
        notes,
      });
    }
  }
  if (rows.length === 0) fail("no molecule could be read", 1);
  if (!values.json) {
    console.log(`${target.title}, ${target.unit}; ${metadata.config}`);
    for (const { name, formula, prediction, spread, countsAlone, notes } of rows) {
      const lifts = spread === null ? "" : ` ± ${spread.toPrecision(2)} over lifts`;
      console.log(
        `${formula.padEnd(14)} ${prediction.toFixed(4)}${lifts}  (counts alone ${countsAlone.toFixed(4)})  ${name}`,
      );
      for (const note of notes) console.log(`  ${note}`);
    }
  }
  console.log(JSON.stringify({ property: config.target, unit: target.unit, molecules: rows }));
} catch (error) {
  fail(reasonOf(error), 1);
}
process.exit(0);
