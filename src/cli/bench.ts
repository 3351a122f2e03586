import process from "node:process";
import type { AttentionSizes } from "../bench/attention.ts";
import { attentionSuite, memoryGrowth } from "../bench/attention-suite.ts";
import { jaxContestant } from "../bench/jax-attention.ts";
import { neighbourSuite } from "../bench/neighbour-suite.ts";
import { type Gpu, openGpu } from "../gpu/device.ts";
import { fail, readArguments } from "./arguments.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run bench -- [attention | neighbours] [--sizes B,N,H,C,K] [--neighbours K] [--json]`. */
const DEFAULT_SIZES = { attention: ["8,64,8,64,16", "2,256,8,64,16"], neighbours: ["1,4096,8,64,16"] };
const GROWTH = [256, 512, 1024, 2048];

const { values, positionals } = readArguments({
  sizes: { type: "string" },
  neighbours: { type: "string", default: "32" },
  json: { type: "boolean", default: false },
});
const suite = positionals[0] ?? "attention";
if (suite !== "attention" && suite !== "neighbours") {
  fail(`There is no suite ${suite}; there are ${Object.keys(DEFAULT_SIZES).join(" and ")}.`);
}

function sizesOf(text: string): AttentionSizes {
  const numbers = text.split(",").map(Number);
  if (numbers.length !== 5 || !numbers.every((n) => Number.isInteger(n) && n > 0)) {
    fail(`--sizes must be five whole numbers B,N,H,C,K, not ${text}`);
  }
  const [batch, points, heads, width, kernel] = numbers as [number, number, number, number, number];
  if (width % heads !== 0) fail(`--sizes: the width ${width} is not a multiple of the ${heads} heads`);
  return { batch, points, heads, width, kernel };
}

const say = (text: string) => {
  if (!values.json) console.log(text);
};
const milliseconds = (value: number | null) =>
  (value === null ? "does not fit" : `${value.toFixed(1)} ms`).padStart(14);
const megabytes = (bytes: number | undefined) =>
  (bytes === undefined ? "" : `${(bytes / 2 ** 20).toFixed(1)} MiB`).padStart(11);

const allSizes = (values.sizes ? [values.sizes] : DEFAULT_SIZES[suite]).map(sizesOf);

async function attention(gpu: Gpu): Promise<void> {
  say(`attention: one layer, SE(2), dot + net, softmax; medians in one run on ${gpu.adapterName}`);
  for (const sizes of allSizes) {
    const text = Object.values(sizes).join();
    const { figures, ...report } = await attentionSuite(gpu, sizes, { "jax-js": jaxContestant });
    say(`\nB,N,H,C,K = ${text}      forward  forward+backward    buffers   against fused`);
    for (const [name, { forward, forwardBackward, bytes }] of Object.entries(figures)) {
      const ratio = (forwardBackward ?? Number.NaN) / (figures.fused?.forwardBackward ?? Number.NaN);
      const times = Number.isNaN(ratio) ? "" : `${ratio.toFixed(1)} x`;
      say(
        `${name.padEnd(16)}${milliseconds(forward)}${milliseconds(forwardBackward).padStart(18)}${megabytes(bytes)}${times.padStart(16)}`,
      );
    }
    say(`largest difference between them ${report.disagreement.toExponential(1)}`);
    if (values.json) console.log(JSON.stringify({ ...report, ...figures }));
    else {
      const growth = await memoryGrowth(gpu, sizes, GROWTH);
      say(
        `buffers of the fused layer at B = 1: ${growth.map(({ points, bytes }) => `N=${points} ${bytes} bytes`).join(", ")}`,
      );
    }
  }
}

async function neighbours(gpu: Gpu): Promise<void> {
  const count = Number(values.neighbours);
  if (!Number.isInteger(count) || count < 1) fail(`--neighbours must be a whole number, not ${values.neighbours}`);
  say(
    `neighbours: one layer, SE(2), dot + net, softmax, forward and backward; medians in one run on ${gpu.adapterName}`,
  );
  for (const sizes of allSizes) {
    if (count > sizes.points) fail(`--neighbours ${count} of only ${sizes.points} points`);
    const report = await neighbourSuite(gpu, sizes, count);
    if (values.json) {
      console.log(JSON.stringify(report));
      continue;
    }
    const { full, neighbours: near, search, bytes } = report;
    say(`\nB,N,H,C,K of neighbours = ${report.sizes}`);
    say(`over all elements   ${milliseconds(full)}`);
    say(`over neighbours     ${milliseconds(near)}      ${(full / near).toFixed(1)} x faster`);
    say(`finding them        ${milliseconds(search)}      once a forward pass, for all layers`);
    say(`buffers over neighbours: ${bytes.map(({ points, bytes: size }) => `N=${points} ${size} bytes`).join(", ")}`);
  }
}

try {
  const gpu = await openGpu(readShaderFiles());
  await { attention, neighbours }[suite](gpu);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1);
}
process.exit(0);
