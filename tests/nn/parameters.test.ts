import { describe, expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { ParameterLayout } from "../../src/nn/parameters.ts";
import { parameterLayout } from "../../src/tasks/clouds/network.ts";
import { entrantsOf } from "../../src/tasks/entrants.ts";

const count = (link: string) => parameterLayout(parseLink(link).config).count;

describe("parameter counts of the published models (specification 6.3)", () => {
  test.each([
    ["LieTransformer SE2", "preset=paper", 1_048_028],
    ["LieTransformer T2", "preset=paper&group=T2", 1_047_068],
    ["Set Transformer", "preset=paper&model=set-transformer&heads=4&layers=8", 1_075_331],
  ])("%s", (_, link, expected) => {
    expect(count(link)).toBe(expected);
  });
});

test("the baseline of the published model is the published Set Transformer", () => {
  const { config } = parseLink("preset=paper");
  expect(entrantsOf(config)[1]).toMatchObject({ model: "set-transformer", layers: 8, heads: 4, width: 128 });
});

test("the baseline of quick is of like size; a Set Transformer has none", () => {
  const { config } = parseLink("quick");
  const [, baseline] = entrantsOf(config);
  if (!baseline) throw new Error("no baseline");
  const ratio = parameterLayout(baseline).count / parameterLayout(config).count;
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.25);
  expect(entrantsOf(baseline)).toEqual([baseline]);
});

test("every entry of every named slice has a place of its own in the flat vector", () => {
  const layout = parameterLayout(parseLink("quick").config);
  const places = layout.slices.flatMap((slice) => [...ParameterLayout.places(slice)]);
  expect(new Set(places).size).toBe(places.length);
  expect(places.length).toBe(layout.count);
  expect(Math.max(...places)).toBeLessThan(layout.size);
});
