import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import process from "node:process";
import { parseLink } from "../config/link.ts";
import { runDataEfficiency } from "../experiments/data-efficiency.ts";
import { models, publishedErrors, sizes } from "../experiments/published.ts";
import { baseOf, emptyStudy, type Point, readStudy, type Study, writeStudy } from "../experiments/study.ts";
import { openGpu } from "../gpu/device.ts";
import { fail, readArguments } from "./arguments.ts";
import { measurementFile } from "./measurement-file.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run experiment -- "CONFIG" --out FILE [--systems 10,25,50] [--models lietransformer,hfc,fc]`. Ctrl-C stops it; the same call goes on. */
const { values, positionals } = readArguments({
  systems: { type: "string", default: "10,25,50,100" },
  models: { type: "string", default: models.join() },
  out: { type: "string", default: "data-efficiency.json" },
});
const link = parseLink(positionals[0] ?? "preset=springs-quick");
for (const problem of link.problems) fail(`config: ${problem}`);
if (link.config.task !== "particles") fail("data efficiency is measured on particles, such as preset=springs-quick");
const systems = values.systems.split(",").map(Number);
if (!systems.every((count) => Number.isInteger(count) && count > 0)) {
  fail(`--systems must be whole numbers above 0 separated by commas, not ${values.systems}`);
}
const asked = values.models.split(",");
const unknown = asked.find((model) => !models.some((known) => known === model));
if (unknown !== undefined) fail(`--models must be of ${models.join(", ")}, not ${unknown}`);

const base = baseOf(link);

function readFile(): Study {
  if (!existsSync(values.out)) return emptyStudy(base);
  let study: Study;
  try {
    study = readStudy(readFileSync(values.out, "utf8"));
  } catch (error) {
    return fail(`${values.out}: ${(error as Error).message}`);
  }
  if (study.base !== base) fail(`${values.out} is a study of ${study.base}; name another file with --out`);
  return study;
}

/** Never leaves half a file behind. */
async function save(study: Study): Promise<void> {
  writeFileSync(`${values.out}.new`, writeStudy(study));
  renameSync(`${values.out}.new`, values.out);
}

const short = (error: number) => error.toExponential(1).padStart(8);
const heading = `${"systems".padStart(8)}  ${"model".padEnd(15)}${"5 states".padStart(9)}${"published".padStart(10)}${"100 states".padStart(11)}${"seconds".padStart(9)}`;

function line({ model, systems: count, error5, error100, seconds }: Point): string {
  const published = publishedErrors[model][(sizes as readonly number[]).indexOf(count)];
  const shown = published === undefined ? "-".padStart(10) : short(published).padStart(10);
  return `${String(count).padStart(8)}  ${model.padEnd(15)}${short(error5).padStart(9)}${shown}${short(error100).padStart(11)}${seconds.toFixed(0).padStart(9)}`;
}

const stopping = new AbortController();
process.on("SIGINT", () => stopping.abort());
const before = readFile();
console.log(heading);
for (const point of before.points) console.log(line(point));
let known = before.points.length;
try {
  const study = await runDataEfficiency(link.config, before, {
    models: asked as Point["model"][],
    systems,
    openGpu: () => openGpu(readShaderFiles(), measurementFile),
    async save(next) {
      await save(next);
      for (const point of next.points.slice(known)) console.log(line(point));
      known = next.points.length;
    },
    tell({ model, systems: count, step, steps }) {
      if (process.stderr.isTTY) process.stderr.write(`\r${count} systems, ${model}: step ${step} of ${steps}   \r`);
    },
    signal: stopping.signal,
  });
  const wanted = asked.length * systems.length;
  console.log(
    `${study.points.length} points in ${values.out}${stopping.signal.aborted ? "; the same command goes on" : ""}`,
  );
  process.exit(stopping.signal.aborted && study.points.length < wanted ? 130 : 0);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1);
}
