import { writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { formatLink, parseLink } from "../config/link.ts";
import { problemWith } from "../config/schema.ts";
import { openGpu } from "../gpu/device.ts";
import { writeSafetensors } from "../training/safetensors.ts";
import { type Accuracy, Trainer } from "../training/trainer.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run train -- "CONFIG" [--steps N] [--seconds S] [--seed S] [--json] [--out FILE]`. */
function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        steps: { type: "string" }, seconds: { type: "string" }, seed: { type: "string" },
        out: { type: "string" }, json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
})();
const link = parseLink(positionals[0] ?? "quick");
for (const problem of link.problems) console.error(`config: ${problem}`);
const config = { ...link.config };
for (const name of ["steps", "seed"] as const) {
  const text = values[name];
  if (text === undefined) continue;
  const problem = problemWith(name, Number(text));
  if (problem) fail(`--${problem}`);
  config[name] = Number(text);
}
const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
if (!(seconds > 0)) fail(`--seconds must be a number above 0, not ${values.seconds}`);

const gpu = await openGpu(readShaderFiles());
const trainer = await Trainer.create(gpu, config);
const say = (text: string) => {
  if (!values.json) console.log(text);
};
say(`${formatLink(link.preset, config)}\n${gpu.adapterName}, ${trainer.parameters.layout.count} parameters, ${trainer.dispatchesPerStep} dispatches a step`);

const WINDOW = 20;
const started = performance.now();
const elapsed = () => (performance.now() - started) / 1000;
let loss = Number.NaN;
let accuracy: Accuracy | null = null;
let evaluatedAt = -1;
try {
  while (trainer.step < config.steps && elapsed() < seconds) {
    const toEvaluation = config.evaluate - (trainer.step % config.evaluate);
    const window = Math.min(WINDOW, toEvaluation, config.steps - trainer.step);
    for (let k = 0; k < window; k++) trainer.submitStep();
    const losses = await trainer.readLosses();
    loss = losses.reduce((sum, entry) => sum + entry.loss, 0) / losses.length;
    if (trainer.step % config.evaluate === 0) {
      accuracy = await trainer.evaluate();
      evaluatedAt = trainer.step;
      const figures = Object.entries(accuracy).map(([set, value]) => `${set} ${value.toFixed(3)}`);
      say(`step ${trainer.step}  loss ${loss.toFixed(4)}  accuracy ${figures.join("  ")}  ${elapsed().toFixed(0)} s`);
    }
  }
  if (evaluatedAt !== trainer.step) accuracy = await trainer.evaluate();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
if (values.out) {
  const tensors = trainer.parameters.unpack(await trainer.parameters.read());
  writeFileSync(values.out, writeSafetensors(tensors, { config: formatLink(link.preset, config), step: String(trainer.step) }));
  say(`wrote ${values.out}`);
}
if (values.json) {
  console.log(JSON.stringify({
    steps: trainer.step, seconds: Number(elapsed().toFixed(2)), loss, accuracy,
    parameters: trainer.parameters.layout.count, adapter: gpu.adapterName,
  }));
}
process.exit(0);
