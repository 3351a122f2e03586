import process from "node:process";
import type { AttentionSizes } from "../bench/attention.ts";
import { jaxContestant } from "../bench/jax-attention.ts";
import { figure, type Table } from "../bench/suite.ts";
import { suites } from "../bench/suites.ts";
import { openGpu } from "../gpu/device.ts";
import { fail, readArguments } from "./arguments.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run bench -- [SUITE | all] [--sizes B,N,H,C,K] [--neighbours K] [--json]`; attention when left out. */
const { values, positionals } = readArguments({
  sizes: { type: "string" },
  neighbours: { type: "string", default: "32" },
  json: { type: "boolean", default: false },
});

function sizesOf(text: string): AttentionSizes {
  const numbers = text.split(",").map(Number);
  if (numbers.length !== 5 || !numbers.every((n) => Number.isInteger(n) && n > 0)) {
    fail(`--sizes must be five whole numbers B,N,H,C,K, not ${text}`);
  }
  const [batch, points, heads, width, kernel] = numbers as [number, number, number, number, number];
  if (width % heads !== 0) fail(`--sizes: the width ${width} is not a multiple of the ${heads} heads`);
  return { batch, points, heads, width, kernel };
}

const neighbours = Number(values.neighbours);
if (!Number.isInteger(neighbours) || neighbours < 1) {
  fail(`--neighbours must be a whole number, not ${values.neighbours}`);
}
const sizes = values.sizes === undefined ? undefined : [sizesOf(values.sizes)];
const known = suites({ ...(sizes ? { sizes } : {}), neighbours, peers: { "jax-js": jaxContestant } });
const asked = positionals[0] ?? "attention";
if (asked !== "all" && !known[asked])
  fail(`There is no suite ${asked}; there are ${Object.keys(known).join(", ")}, all.`);
if (asked === "neighbours" && sizes?.some(({ points }) => neighbours > points)) {
  fail(`--neighbours ${neighbours} of only ${sizes[0]?.points} points`);
}

function print({ title, columns, rows, note }: Table): void {
  const first = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    name.padEnd(first) + cells.map((cell, k) => cell.padStart(Math.max(columns[k]?.length ?? 0, 10) + 3)).join("");
  console.log(`\n${title}\n${line("", columns)}`);
  for (const { name, cells } of rows) console.log(line(name, cells.map(figure)));
  if (note) console.log(note);
}

try {
  const gpu = await openGpu(readShaderFiles());
  if (!values.json) console.log(`${gpu.adapterName}; medians, each comparison in one run`);
  for (const name of asked === "all" ? Object.keys(known) : [asked]) {
    const suite = known[name];
    if (!suite) continue;
    for await (const { report, table } of suite(gpu)) {
      if (values.json) console.log(JSON.stringify(report));
      else print(table);
    }
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1);
}
process.exit(0);
