import { writeFileSync } from "node:fs";
import process from "node:process";
import { problemWith } from "../config/field.ts";
import { formatLink, parseLink } from "../config/link.ts";
import { fields } from "../config/schema.ts";
import { Session } from "../engine/session.ts";
import { openGpu } from "../gpu/device.ts";
import type { Accuracy } from "../training/trainer.ts";
import { fail, readArguments } from "./arguments.ts";
import { readShaderFiles } from "./shader-files.ts";
import { verdictFile } from "./verdict-file.ts";

/** `npm run train -- "CONFIG" [--steps N] [--seconds S] [--seed S] [--json] [--out FILE]`. */
const { values, positionals } = readArguments({
  steps: { type: "string" },
  seconds: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean", default: false },
});
const link = parseLink(positionals[0] ?? "quick");
for (const problem of link.problems) console.error(`config: ${problem}`);
const config = { ...link.config };
for (const name of ["steps", "seed"] as const) {
  const text = values[name];
  if (text === undefined) continue;
  const problem = problemWith(name, fields[name], Number(text));
  if (problem) fail(`--${problem}`);
  config[name] = Number(text);
}
const seconds = values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
if (!(seconds > 0)) fail(`--seconds must be a number above 0, not ${values.seconds}`);

const say = (text: string) => {
  if (!values.json) console.log(text);
};
const started = performance.now();
const elapsed = () => (performance.now() - started) / 1000;
let step = 0;
let loss = Number.NaN;
const measured: { step: number; accuracy: Accuracy | null } = { step: -1, accuracy: null };

const finished = Promise.withResolvers<void>();
const session = new Session(
  () => openGpu(readShaderFiles(), verdictFile),
  (event) => {
    if (event.type === "progress") {
      const total = event.steps.reduce((sum, entry) => sum + entry.loss.main, 0);
      loss = total / event.steps.length;
      step = event.steps.at(-1)?.step ?? step;
      if (elapsed() >= seconds) session.stop();
    } else if (event.type === "accuracy") {
      Object.assign(measured, { step: event.step, accuracy: event.accuracy.main });
      const figures = Object.entries(event.accuracy.main).map(([set, value]) => `${set} ${value.toFixed(3)}`);
      say(`step ${step}  loss ${loss.toFixed(4)}  accuracy ${figures.join("  ")}  ${elapsed().toFixed(0)} s`);
    } else if (event.type === "problem") finished.reject(new Error(event.message));
    else if (event.type === "lost") finished.reject(new Error(`The GPU device was lost: ${event.reason}`));
    else if (!event.running && step > 0) finished.resolve();
  },
  { baseline: false },
);

try {
  const model = await session.configure(config);
  say(
    `${formatLink(link.preset, config)}\n${model.adapter}, ${model.parameters.main} parameters, ${model.dispatches} dispatches a step`,
  );
  session.train();
  await finished.promise;
  const accuracy = measured.step === step ? measured.accuracy : (await session.evaluate()).main;
  if (values.out) {
    writeFileSync(values.out, await session.weights("last"));
    say(`wrote ${values.out}`);
  }
  if (values.json) {
    console.log(
      JSON.stringify({
        steps: step,
        seconds: Number(elapsed().toFixed(2)),
        loss,
        accuracy,
        parameters: model.parameters.main,
        adapter: model.adapter,
      }),
    );
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1);
}
process.exit(0);
