import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { tableMarkdown, tableText } from "../bench/suite.ts";
import { parseLink } from "../config/link.ts";
import { type Experiment, problemOf } from "../experiments/experiment.ts";
import { experimentNamed, experiments } from "../experiments/registry.ts";
import { runStudy } from "../experiments/run.ts";
import { emptyStudy, readStudy, type Study, writeStudy } from "../experiments/study.ts";
import { openGpu } from "../gpu/device.ts";
import { reasonOf } from "../text/reason.ts";
import { fail, readArguments } from "./arguments.ts";
import { diskFiles } from "./disk-files.ts";
import { measurementFile } from "./measurement-file.ts";
import { readShaderFiles } from "./shader-files.ts";

/**
 * `npm run experiment -- [NAME] ["CONFIG"] --out FILE [--runs FOLDER] [--AXIS option,option] [--markdown]`: data-efficiency
 * with --systems and --models, published-table with --training and --networks, molecule-errors with --properties,
 * --symmetries and --augmentations. Ctrl-C stops it; the same call goes on. A folder of runs gets every network that it
 * trains, as a file that the page opens.
 */
const axisOptions = Object.fromEntries(
  experiments.flatMap(({ axes }) => axes.map(({ name }) => [name, { type: "string" as const }])),
);
const { values, positionals } = readArguments({
  ...axisOptions,
  out: { type: "string" },
  runs: { type: "string" },
  markdown: { type: "boolean", default: false },
});

function asked(): { experiment: Experiment; text: string } {
  const [first = "data-efficiency", second] = positionals;
  const named = experiments.find(({ name }) => name === first);
  // Without a name it is the settings of data efficiency.
  if (!named && /[=#]/.test(first)) return { experiment: experimentNamed("data-efficiency"), text: first };
  try {
    const experiment = experimentNamed(first);
    return { experiment, text: second ?? experiment.settings };
  } catch (error) {
    return fail((error as Error).message);
  }
}

const { experiment, text } = asked();
const link = parseLink(text);
for (const problem of link.problems) fail(`config: ${problem}`);
const shared = experiment.base(link);
if ("problem" in shared) fail(shared.problem.replace(/\.$/, ""));
const { base } = shared as { base: string };
const given = values as Readonly<Record<string, string | boolean | undefined>>;
const out = (given.out as string | undefined) ?? `${experiment.name}.json`;

const folder = given.runs as string | undefined;
if (folder !== undefined) mkdirSync(folder, { recursive: true });

const wanted = experiment.axes.map((axis) => {
  const { name, usual } = axis;
  const list = given[name] === undefined ? usual : String(given[name]).split(",");
  for (const option of list) {
    const wrong = problemOf(axis, option);
    if (wrong) fail(`--${name} ${wrong}`);
  }
  return list;
});

function readFile(): Study {
  if (!existsSync(out)) return emptyStudy(experiment.name, base);
  let study: Study;
  try {
    study = readStudy(readFileSync(out, "utf8"));
  } catch (error) {
    return fail(`${out}: ${(error as Error).message}`);
  }
  if (study.experiment !== experiment.name || study.base !== base)
    fail(`${out} is a study of ${study.experiment} with ${study.base}; name another file with --out`);
  return study;
}

/** Never leaves half a file behind. */
function writeWhole(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

const stopping = new AbortController();
process.on("SIGINT", () => stopping.abort());
const before = readFile();
let known = before.results.length;
const print = (study: Study) => {
  for (const table of experiment.tables(study.results)) {
    if (table.rows.length > 0) console.log(`${(given.markdown ? tableMarkdown : tableText)(table)}\n`);
  }
};
try {
  const study = await runStudy(before, {
    wanted,
    openGpu: () => openGpu(readShaderFiles(), measurementFile),
    async save(next) {
      writeWhole(out, writeStudy(next));
      for (const { choice, seconds } of next.results.slice(known))
        console.error(`${experiment.titleOf(choice)}: ${Math.round(seconds)} s`);
      known = next.results.length;
    },
    tell({ choice, step, steps }) {
      if (process.stderr.isTTY) process.stderr.write(`\r${experiment.titleOf(choice)}: step ${step} of ${steps}   \r`);
    },
    signal: stopping.signal,
    files: diskFiles,
    ...(folder !== undefined && {
      async keepRun(choice, file) {
        writeWhole(join(folder, `${choice.join("-")}.safetensors`), file);
      },
    }),
  });
  print(study);
  console.log(
    `${study.results.length} results in ${out}${stopping.signal.aborted ? "; the same command goes on" : ""}`,
  );
  const all = wanted.reduce((product, options) => product * options.length, 1);
  process.exit(stopping.signal.aborted && study.results.length < all ? 130 : 0);
} catch (error) {
  fail(reasonOf(error), 1);
}
