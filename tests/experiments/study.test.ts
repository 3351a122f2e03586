import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { configFor } from "../../src/experiments/data-efficiency.ts";
import { models, publishedErrors, sizes } from "../../src/experiments/published.ts";
import { baseOf, emptyStudy, readStudy, writeStudy } from "../../src/experiments/study.ts";

const quick = parseLink("springs-quick");
const numbers = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 40 })
  .map((values) => Float32Array.from(values));
const checkpoint = fc.record({ step: fc.nat(1e6), parameters: numbers, moments: numbers });

describe("a study", () => {
  test("reads back what it wrote, snapshots to the bit", () => {
    const unfinished = fc.record({
      model: fc.constantFrom(...models),
      systems: fc.constantFrom(...sizes),
      seconds: fc.nat(1e5),
      snapshot: fc.record({
        last: checkpoint,
        best: fc.option(fc.record({ score: fc.double({ noNaN: true, max: 0 }), checkpoint })),
      }),
    });
    // Of models that ran away, too.
    const error = fc.double({ min: 0 });
    fc.assert(
      fc.property(fc.option(unfinished), error, error, (begun, error5, error100) => {
        const point = { model: "hfc", systems: 50, error5, error100, steps: 500, seconds: 12.5 } as const;
        const study = { base: baseOf(quick), points: [point], unfinished: begun };
        expect(readStudy(writeStudy(study))).toEqual(study);
      }),
      { seed: 9 },
    );
  });

  test("of before, with null for what ran away, reads back", () => {
    const point = {
      model: "hfc",
      systems: 50,
      error5: Number.NaN,
      error100: 1e300,
      steps: 500,
      seconds: 12.5,
    } as const;
    const study = { ...emptyStudy("x"), points: [point] };
    expect(readStudy(writeStudy(study).replace('"NaN"', "null"))).toEqual(study);
  });

  test.each([
    ["nonsense", "no JSON"],
    ["{}", "no study of data efficiency: format"],
    [writeStudy({ ...emptyStudy("x"), points: [{ model: "cnn" } as never] }), "points.0"],
    [writeStudy(emptyStudy("x")).replace('"format": 1', '"format": 2'), "format"],
  ])("refuses %s and says what is wrong", (text, reason) => {
    expect(() => readStudy(text)).toThrow(reason);
  });

  test("is of settings, whichever of the models they name", () => {
    expect(baseOf(parseLink("preset=springs-quick&model=hfc"))).toBe(baseOf(quick));
    expect(baseOf(parseLink("preset=springs-quick&width=16"))).not.toBe(baseOf(quick));
    expect(parseLink(baseOf(quick)).config).toEqual(quick.config);
  });
});

describe("a model of a study", () => {
  test("sees every system as often as the others do, in batches no larger than there are systems", () => {
    expect(configFor(quick.config, "lietransformer", 100)).toEqual(quick.config);
    expect(configFor(quick.config, "hfc", 10)).toMatchObject({ model: "hfc", systems: 10, batch: 10, steps: 250 });
    expect(configFor(quick.config, "fc", 400)).toMatchObject({ batch: 25, steps: 4000, evaluate: 400 });
    const paper = parseLink("springs-paper").config;
    expect(configFor(paper, "lietransformer", 3000)).toEqual(paper);
    expect(configFor(paper, "lietransformer", 50)).toMatchObject({ batch: 50, steps: 200 });
  });

  test("that cannot be is refused in words", () => {
    expect(() => configFor({ ...quick.config, steps: 10_000, batch: 1 }, "fc", 100_000)).toThrow(/steps must be/);
  });
});

test("the published curves have a point at each size, and the LieTransformer is ahead of both baselines", () => {
  for (const model of models) expect(publishedErrors[model]).toHaveLength(sizes.length);
  sizes.forEach((_, k) => {
    const [lie, hfc, fully] = models.map((model) => publishedErrors[model][k] as number) as [number, number, number];
    expect(lie).toBeLessThan(Math.min(hfc, fully));
  });
});
