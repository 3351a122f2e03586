import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { presets } from "../config/presets.ts";
import { defaultView } from "../config/view.ts";
import { thinned } from "../engine/history.ts";
import { type Recording, recordingText } from "../engine/recording.ts";
import { Session } from "../engine/session.ts";
import { openGpu } from "../gpu/device.ts";
import { type Probe, taskOf } from "../tasks/registry.ts";
import { reasonOf } from "../text/reason.ts";
import { fail, readArguments } from "./arguments.ts";
import { diskFiles } from "./disk-files.ts";
import { measurementFile } from "./measurement-file.ts";
import { readShaderFiles } from "./shader-files.ts";

/** `npm run record -- [PRESET ..]`. What the networks that come with presets answer for their views, beside their weights. */
const { positionals } = readArguments({});
const folder = new URL("../../public/trained/", import.meta.url);
const known = Object.keys(presets).filter((name) => presets[name]?.trained);
const wanted = positionals.length > 0 ? positionals : known;
for (const name of wanted)
  if (!known.includes(name)) fail(`${name} comes with no trained networks; there are ${known.join(", ")}`);

/** Losses that a chart of a recording shows. */
const MOST_LOSSES = 200;

async function record(name: string): Promise<Recording> {
  const { config, view: own } = presets[name] as NonNullable<(typeof presets)[string]>;
  const view = { ...defaultView, ...own };
  const task = taskOf(config);
  const session = new Session(
    () => openGpu(readShaderFiles(), measurementFile),
    () => {},
    { files: diskFiles },
  );
  const file = Uint8Array.from(readFileSync(new URL(`${name}.safetensors`, folder)));
  const { summary, step, history } = await session.openFile(file);
  const request = task.request(config, view);
  const probe = (await session.probe(request)) as Probe;
  const asked = task.surveyRequest?.(config, view);
  const survey = asked ? await session.survey(asked) : null;
  const along: Probe["models"][] = [];
  // A forecast for every motion would be far too much to send.
  const moved = "cloud" in request || request.task === "nbody" ? request : null;
  for (const motion of (moved && asked?.orbit) ?? []) {
    const answer = await session.probe({ ...(moved as NonNullable<typeof moved>), motion });
    // What no motion changes is told once.
    const { models } = answer as Probe;
    along.push(models.map((own) => ("curves" in own ? { ...own, curves: [] } : own)) as Probe["models"]);
  }
  const { adapter, entrants } = summary;
  return { adapter, step, entrants, history: thinned(history, MOST_LOSSES), probe, survey, along };
}

try {
  for (const name of wanted) {
    const text = recordingText(await record(name));
    writeFileSync(new URL(`${name}.json`, folder), `${text}\n`);
    console.log(`${name}: ${(text.length / 1024).toFixed(0)} KiB`);
  }
} catch (error) {
  fail(reasonOf(error), 1);
}
process.exit(0);
