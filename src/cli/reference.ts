import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DECOMPOSED } from "../autograd/operations/equivariant-kernel.ts";
import { openGpu } from "../gpu/device.ts";
import { Preferring } from "../gpu/variants.ts";
import { fail, readArguments } from "./arguments.ts";
import { measurementFile } from "./measurement-file.ts";
import { runCase } from "./reference/cases.ts";
import type { Case } from "./reference/golden.ts";
import { readShaderFiles } from "./shader-files.ts";

/**
 * `npm run reference -- [DIR] [--half] [--variant NAME]`: every golden case of a folder on the GPU, a line each; with
 * half-precise location nets; with the kernel variants of one name, for example `shared`. On a software adapter equivariant
 * kernels are decomposed unless a variant is named: `--variant "four edges"` runs them fused.
 */
const { values, positionals } = readArguments({
  half: { type: "boolean", default: false },
  variant: { type: "string" },
});
const folder = positionals[0] ?? "tests/reference";
if (!existsSync(folder)) fail(`There is no folder ${folder}.`);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort();
if (files.length === 0) fail(`There are no .json files in ${folder}.`);
const opened = await openGpu(readShaderFiles(), measurementFile);
const { target, features } = opened.variants;
// Every case is compiled to run once, where a software adapter takes longest to compile what is fused for its speed.
const variant = values.variant ?? (target === "cpu" ? DECOMPOSED : undefined);
const preferring = variant ? new Preferring(variant, target, features) : null;
const gpu = preferring ? { ...opened, variants: preferring } : opened;
console.log(`${gpu.adapterName}, ${folder}`);
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of files) {
  const { cases } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { cases: Case[] };
  for (const test of cases) {
    const outcome = await runCase(gpu, test, values.half).catch((error: unknown) => ({
      status: "failed" as const,
      error: Number.NaN,
      detail: String(error),
    }));
    counts[outcome.status]++;
    const figure = outcome.status === "skipped" ? "       " : outcome.error.toExponential(1).padStart(7);
    console.log(`${outcome.status.padEnd(7)} ${figure}  ${file}: ${test.name ?? test.kind}  (${outcome.detail})`);
  }
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (values.variant && preferring && !preferring.offered.has(values.variant)) {
  fail(`No kernel has a variant ${values.variant}; there are ${[...preferring.offered].join(", ")}.`);
}
process.exit(counts.failed > 0 ? 1 : 0);
