import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { runDataEfficiency } from "../../src/experiments/data-efficiency.ts";
import { baseOf, emptyStudy, readStudy, type Study, writeStudy } from "../../src/experiments/study.ts";
import { testGpu } from "../support/gpu.ts";

const link = parseLink(
  "preset=springs-quick&particles=2&width=4&heads=2&kernel=2&systems=8&batch=4&steps=24&evaluate=12&tests=16&mlp_width=6&mlp_layers=2",
);

test("a study that is stopped in the middle of a model goes on as if it had not been", async () => {
  let stopping = new AbortController();
  let stopAt = Number.POSITIVE_INFINITY;
  const run = (study: Study) =>
    runDataEfficiency(link.config, study, {
      models: ["fc", "hfc"],
      systems: [8, 4],
      openGpu: testGpu,
      save: async () => {},
      tell: ({ model, step }) => {
        if (model === "hfc" && step >= stopAt) stopping.abort();
      },
      signal: stopping.signal,
    });
  const whole = await run(emptyStudy(baseOf(link)));
  expect(whole.points.map(({ model, systems, steps }) => [model, systems, steps])).toEqual([
    ["fc", 4, 12],
    ["hfc", 4, 12],
    ["fc", 8, 24],
    ["hfc", 8, 24],
  ]);

  stopAt = 1;
  let study = await run(emptyStudy(baseOf(link)));
  expect(study.points).toHaveLength(1);
  expect(study.unfinished).toMatchObject({ model: "hfc", systems: 4 });
  expect(study.unfinished?.snapshot.last.step).toBeLessThan(12);
  stopAt = Number.POSITIVE_INFINITY;
  stopping = new AbortController();
  study = await run(readStudy(writeStudy(study)));
  expect(study.unfinished).toBeNull();
  const errors = ({ points }: Study) => points.map(({ error5, error100 }) => [error5, error100]);
  expect(errors(study)).toEqual(errors(whole));
  expect(errors(await run(study))).toEqual(errors(whole));
});
