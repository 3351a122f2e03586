import { writeFileSync } from "node:fs";
import process from "node:process";
import { problemWith } from "../config/field.ts";
import { formatLink, parseLink } from "../config/link.ts";
import { fields } from "../config/schema.ts";
import type { EntrantSummary } from "../engine/protocol.ts";
import { Session } from "../engine/session.ts";
import { settleOn } from "../engine/training-end.ts";
import { openGpu } from "../gpu/device.ts";
import { taskOf } from "../tasks/registry.ts";
import { figure } from "../text/figure.ts";
import { reasonOf } from "../text/reason.ts";
import { fail, readArguments } from "./arguments.ts";
import { diskFiles } from "./disk-files.ts";
import { measurementFile } from "./measurement-file.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run train -- "CONFIG" [--steps N] [--seconds S] [--seed S] [--json] [--out FILE] [--run FILE]`. A run has all that is compared. */
const { values, positionals } = readArguments({
  steps: { type: "string" },
  seconds: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  run: { type: "string" },
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
const { measures, result, measuresOf } = taskOf(config);
const { metrics, unit } = measuresOf(config);

const finished = Promise.withResolvers<void>();
const session = new Session(
  () => openGpu(readShaderFiles(), measurementFile),
  (event) => {
    if (event.type === "progress") {
      const total = event.steps.reduce((sum, { losses }) => sum + (losses[0] as number), 0);
      loss = total / event.steps.length;
      step = event.steps.at(-1)?.step ?? step;
      if (elapsed() >= seconds) session.stop();
    } else if (event.type === "metrics") {
      const figures = metrics.map(({ name, title }) => `${title} ${figure(event.metrics[0]?.[name] ?? Number.NaN)}`);
      say(`step ${step}  loss ${figure(loss)}  ${figures.join("  ")}  ${elapsed().toFixed(0)} s`);
    } else if (event.type !== "running" || step > 0) settleOn(event, finished);
  },
  { compare: values.run !== undefined, files: diskFiles },
);

try {
  const { adapter, entrants } = await session.configure(config, link.preset);
  const [network] = entrants as [EntrantSummary];
  say(
    `${formatLink(link.preset, config)}\n${adapter}, ${network.parameters} parameters, ${network.dispatches} dispatches a step`,
  );
  session.train();
  await finished.promise;
  const trained = elapsed();
  const { step: tested, metrics: found } = await session.test();
  const figures = Object.entries(found).map(([name, value]) => `${name} ${figure(value)}`);
  say(`${measures} of step ${tested}: ${figures.join("  ")}`);
  if (values.out) {
    writeFileSync(values.out, (await session.weights(result)).safetensors);
    say(`wrote ${values.out}`);
  }
  if (values.run) {
    writeFileSync(values.run, await session.runFile({ resumable: false }));
    say(`wrote ${values.run}`);
  }
  if (values.json) {
    console.log(
      JSON.stringify({
        steps: step,
        seconds: Number(trained.toFixed(2)),
        loss,
        [measures]: found,
        ...(unit ? { unit } : {}),
        tested,
        parameters: network.parameters,
        adapter,
      }),
    );
  }
} catch (error) {
  fail(reasonOf(error), 1);
}
process.exit(0);
