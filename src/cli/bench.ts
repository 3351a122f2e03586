import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AttentionSizes } from "../bench/attention.ts";
import type { Peer } from "../bench/peer.ts";
import { fibrePeers } from "../bench/peers/fibres.ts";
import { libraries } from "../bench/peers/libraries.ts";
import { type Outcome, tableText } from "../bench/suite.ts";
import { type Request, suites } from "../bench/suites.ts";
import { openGpu } from "../gpu/device.ts";
import { reasonOf } from "../text/reason.ts";
import { fail, readArguments } from "./arguments.ts";
import { diskFiles } from "./disk-files.ts";
import { measurementFile } from "./measurement-file.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run bench -- [SUITE | all] [--sizes B,N,H,C,K] [--neighbours K] [--browser] [--json]`; attention when left out. */
const { values, positionals } = readArguments({
  sizes: { type: "string" },
  neighbours: { type: "string", default: "32" },
  browser: { type: "boolean", default: false },
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

/** What the suites find in headless Chromium; the adapter's name comes last. @throws Error if the browser fails */
async function* chromiumLines(job: unknown): AsyncGenerator<Outcome & { readonly adapter?: string }> {
  const script = fileURLToPath(new URL("../../scripts/bench-in-chromium.mjs", import.meta.url));
  const node = spawn("node", [script, JSON.stringify(job)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => node.once("close", resolve));
  for await (const line of createInterface({ input: node.stdout })) yield JSON.parse(line);
  if ((await ended) !== 0) throw new Error("The run in Chromium failed.");
}

const neighbours = Number(values.neighbours);
if (!Number.isInteger(neighbours) || neighbours < 1) {
  fail(`--neighbours must be a whole number, not ${values.neighbours}`);
}
const peers: Readonly<Record<string, Peer>> = {
  ...libraries,
  PyTorch: async (...layer) => (await import("../bench/peers/pytorch.ts")).pytorchCandidate(...layer),
};
const sizes = values.sizes === undefined ? undefined : [sizesOf(values.sizes)];
const known = suites({ ...(sizes ? { sizes } : {}), neighbours, peers, fibrePeers, files: diskFiles });
const asked = positionals[0] ?? "attention";
if (asked !== "all" && !known[asked])
  fail(`There is no suite ${asked}; there are ${Object.keys(known).join(", ")}, all.`);
if (asked === "neighbours" && sizes?.some(({ points }) => neighbours > points)) {
  fail(`--neighbours ${neighbours} of only ${sizes[0]?.points} points`);
}

function print({ report, table }: Outcome): void {
  console.log(values.json ? JSON.stringify(report) : `\n${tableText(table)}`);
}

const names = asked === "all" ? Object.keys(known) : [asked];
const request: Omit<Request, "peers" | "fibrePeers" | "files"> = { ...(sizes ? { sizes } : {}), neighbours };

try {
  if (values.browser) {
    for await (const line of chromiumLines({ names, request })) {
      if (line.adapter === undefined) print(line);
      else if (!values.json) console.log(`\n${line.adapter} in Chromium; medians, each comparison in one run`);
    }
  } else {
    const gpu = await openGpu(readShaderFiles(), measurementFile);
    if (!values.json) console.log(`${gpu.adapterName}; medians, each comparison in one run`);
    for (const name of names) {
      const suite = known[name];
      if (suite) for await (const outcome of suite(gpu)) print(outcome);
    }
  }
} catch (error) {
  fail(reasonOf(error), 1);
}
process.exit(0);
