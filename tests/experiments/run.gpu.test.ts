import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { noFiles } from "../../src/data/data-files.ts";
import { readRun } from "../../src/engine/run-file.ts";
import type { Run } from "../../src/engine/runs.ts";
import { experimentNamed } from "../../src/experiments/registry.ts";
import { runStudy } from "../../src/experiments/run.ts";
import { emptyStudy, readStudy, type Study, writeStudy } from "../../src/experiments/study.ts";
import { confusionIn } from "../../src/tasks/clouds/confusion.ts";
import { testGpu } from "../support/gpu.ts";

function begun(name: string, text: string): Study {
  const shared = experimentNamed(name).base(parseLink(text));
  if ("problem" in shared) throw new Error(shared.problem);
  return emptyStudy(name, shared.base);
}

const SPRINGS =
  "preset=springs-quick&particles=2&width=4&heads=2&kernel=2&systems=8&batch=4&steps=24&evaluate=12&tests=16&mlp_width=6&mlp_layers=2";

test("a study that is stopped in the middle of a network goes on as if it had not been", async () => {
  let stopping = new AbortController();
  let stopAt = Number.POSITIVE_INFINITY;
  const empty = begun("data-efficiency", SPRINGS);
  const runs: Run[] = [];
  const run = (study: Study) =>
    runStudy(study, {
      wanted: [
        ["4", "8"],
        ["fc", "hfc"],
      ],
      openGpu: testGpu,
      save: async () => {},
      tell: ({ choice, step }) => {
        if (choice[1] === "hfc" && step >= stopAt) stopping.abort();
      },
      signal: stopping.signal,
      files: noFiles,
      keepRun: async (_, file) => void runs.push(readRun(file)),
    });
  const whole = await run(empty);
  expect(whole.results.map(({ choice, steps }) => [...choice, steps])).toEqual([
    ["4", "fc", 12],
    ["4", "hfc", 12],
    ["8", "fc", 24],
    ["8", "hfc", 24],
  ]);
  // What each choice has trained is a run by itself, compared with nothing, to be gone on with.
  expect(runs.map(({ link, step, snapshots }) => [parseLink(link).config.model, step, snapshots.length])).toEqual([
    ["fc", 12, 1],
    ["hfc", 12, 1],
    ["fc", 24, 1],
    ["hfc", 24, 1],
  ]);
  expect(runs.map(({ link }) => parseLink(link).config.compare)).toEqual(["none", "none", "none", "none"]);

  stopAt = 1;
  let study = await run(empty);
  expect(study.results).toHaveLength(1);
  expect(study.unfinished).toMatchObject({ choice: ["4", "hfc"] });
  expect(study.unfinished?.snapshot.last.step).toBeLessThan(12);
  stopAt = Number.POSITIVE_INFINITY;
  stopping = new AbortController();
  study = await run(readStudy(writeStudy(study)));
  expect(study.unfinished).toBeNull();
  const errors = ({ results }: Study) => results.map(({ metrics }) => [metrics[5], metrics[100]]);
  expect(errors(study)).toEqual(errors(whole));
  expect(errors(await run(study))).toEqual(errors(whole));
});

test("the published table trains each network on each set, tests it on all three, and tells what it confuses", async () => {
  const SHAPES =
    "preset=quick&layers=1&width=8&heads=2&kernel=4&repeats=1&batch=8&steps=4&evaluate=2&tests=24&drop=0.3";
  const study = await runStudy(begun("published-table", SHAPES), {
    wanted: [
      ["none", "SE2"],
      ["set-transformer", "T2"],
    ],
    openGpu: testGpu,
    save: async () => {},
    tell: () => {},
    signal: new AbortController().signal,
    files: noFiles,
  });
  expect(study.results.map(({ choice }) => choice)).toEqual([
    ["none", "set-transformer"],
    ["none", "T2"],
    ["SE2", "set-transformer"],
    ["SE2", "T2"],
  ]);
  const { metrics } = study.results[1] as Study["results"][0];
  // A network of T(2) is as right about shifted clouds as about those as generated.
  expect(metrics.T2).toBe(metrics.D);
  const confusions = confusionIn(metrics);
  expect(confusions.map(({ set, pattern }) => `${set} ${pattern}`)).toContain("SE2 pentagon");
  for (const { shares } of confusions)
    for (const row of shares) if (!row.some(Number.isNaN)) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1);

  const { tables } = experimentNamed("published-table");
  const [grid, confusion] = tables(readStudy(writeStudy(study)).results);
  expect(grid?.rows[1]?.cells.slice(0, 6)).toEqual([
    metrics.D,
    "0.75 ± 0.03",
    metrics.T2,
    "0.75 ± 0.03",
    metrics.SE2,
    "0.63 ± 0.06",
  ]);
  expect(confusion?.title).toContain("counts of pentagon on D");
});
