import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tableCsv, tableMarkdown } from "../../src/bench/suite.ts";
import { parseLink } from "../../src/config/link.ts";
import { configs } from "../../src/experiments/configs.ts";
import { models, publishedErrors, sizes } from "../../src/experiments/data-efficiency/published.ts";
import { type ConfigFor, choicesOf } from "../../src/experiments/experiment.ts";
import { experimentNamed, experiments } from "../../src/experiments/registry.ts";
import { emptyStudy, readStudy, writeStudy } from "../../src/experiments/study.ts";

const quick = parseLink("springs-quick");
const numbers = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 40 })
  .map((values) => Float32Array.from(values));
const checkpoint = fc.record({ step: fc.nat(1e6), parameters: numbers, moments: numbers });
const choice = fc.array(fc.string(), { minLength: 1, maxLength: 3 });

const baseOf = (name: string, text: string): string => {
  const shared = experimentNamed(name).base(parseLink(text));
  return "base" in shared ? shared.base : shared.problem;
};

describe("a study", () => {
  test("reads back what it wrote, snapshots to the bit", () => {
    const unfinished = fc.record({
      choice,
      seconds: fc.nat(1e5),
      snapshot: fc.record({
        last: checkpoint,
        best: fc.option(fc.record({ score: fc.double({ noNaN: true, max: 0 }), checkpoint })),
      }),
    });
    // Of networks that ran away, too.
    const metrics = fc.dictionary(
      fc.stringMatching(/^[A-Z][\w:]{0,8}$/),
      fc.double().filter((value) => !Object.is(value, -0)),
    );
    fc.assert(
      fc.property(fc.option(unfinished), choice, metrics, (begun, of, measured) => {
        const result = { choice: of, metrics: { ...measured }, steps: 500, seconds: 12.5 };
        const study = { experiment: "any", base: "preset=quick", results: [result], unfinished: begun };
        expect(JSON.stringify(readStudy(writeStudy(study)))).toEqual(JSON.stringify(study));
      }),
      { seed: 9 },
    );
  });

  test("of the first format, with null for what ran away, is one of data efficiency", () => {
    const snapshot = { last: { step: 3, parameters: new Float32Array(2), moments: new Float32Array(4) }, best: null };
    const old = writeStudy({
      format: 1,
      base: "x",
      points: [{ model: "hfc", systems: 50, error5: null, error100: 1e300, steps: 500, seconds: 12.5 }],
      unfinished: { model: "fc", systems: 10, seconds: 1, snapshot },
    } as never).replace('"format": 2,\n ', "");
    expect(readStudy(old)).toEqual({
      experiment: "data-efficiency",
      base: "x",
      results: [{ choice: ["50", "hfc"], metrics: { 5: Number.NaN, 100: 1e300 }, steps: 500, seconds: 12.5 }],
      unfinished: { choice: ["10", "fc"], seconds: 1, snapshot },
    });
  });

  test.each([
    ["nonsense", "no JSON"],
    ["{}", "this is no study: format"],
    [writeStudy({ ...emptyStudy("any", "x"), results: [{ choice: [] } as never] }), "results.0"],
    [writeStudy(emptyStudy("any", "x")).replace('"format": 2', '"format": 3'), "format"],
  ])("refuses %s and says what is wrong", (text, reason) => {
    expect(() => readStudy(text)).toThrow(reason);
  });

  test("is of settings, whichever of the networks they name", () => {
    const base = baseOf("data-efficiency", "springs-quick");
    expect(baseOf("data-efficiency", "preset=springs-quick&model=hfc")).toBe(base);
    expect(baseOf("data-efficiency", "preset=springs-quick&width=16")).not.toBe(base);
    expect(parseLink(base).config).toEqual(quick.config);
    expect(baseOf("published-table", "preset=quick&group=T2")).toBe(baseOf("published-table", "quick"));
    expect(baseOf("data-efficiency", "quick")).toContain("measured on particles");
    expect(baseOf("published-table", "springs-quick")).toContain("shapes in the plane");
  });
});

test("every experiment has its configs, and each usual choice is one that can be", () => {
  for (const { name, axes, settings, tables, titleOf } of experiments) {
    const { config } = parseLink(settings);
    const choices = choicesOf(axes.map(({ usual }) => usual));
    for (const one of choices) expect(configs[name]?.(config, one).task).toBe(config.task);
    const results = choices.map((one) => ({ choice: one, metrics: {}, steps: 1, seconds: 1 }));
    expect(new Set(choices.map(titleOf)).size).toBe(choices.length);
    const table = tables(results).find(({ rows }) => rows.length === choices.length);
    if (!table) throw new Error(`No table of ${name} has a row for each choice.`);
    expect(tableCsv(table).split("\n").length).toBeGreaterThan(choices.length);
    expect(tableMarkdown(table)).toContain("| --- | ---: |");
  }
});

describe("a model of data efficiency", () => {
  const configFor = configs["data-efficiency"] as ConfigFor;
  test("sees every system as often as the others do, in batches no larger than there are systems", () => {
    expect(configFor(quick.config, ["100", "lietransformer"])).toEqual(quick.config);
    expect(configFor(quick.config, ["10", "hfc"])).toMatchObject({ model: "hfc", systems: 10, batch: 10, steps: 250 });
    expect(configFor(quick.config, ["400", "fc"])).toMatchObject({ batch: 25, steps: 4000, evaluate: 400 });
    const paper = parseLink("springs-paper").config;
    expect(configFor(paper, ["3000", "lietransformer"])).toEqual(paper);
    expect(configFor(paper, ["50", "lietransformer"])).toMatchObject({ batch: 50, steps: 200 });
  });

  test("that cannot be is refused in words", () => {
    expect(() => configFor({ ...quick.config, steps: 10_000, batch: 1 }, ["100000", "fc"])).toThrow(/steps must be/);
  });
});

test("the published curves have a point at each size, and the LieTransformer is ahead of both baselines", () => {
  for (const model of models) expect(publishedErrors[model]).toHaveLength(sizes.length);
  sizes.forEach((_, k) => {
    const [lie, hfc, fully] = models.map((model) => publishedErrors[model][k] as number) as [number, number, number];
    expect(lie).toBeLessThan(Math.min(hfc, fully));
  });
});
