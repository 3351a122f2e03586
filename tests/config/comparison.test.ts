import { describe, expect, test } from "vitest";
import { comparedWith, conflictsIn } from "../../src/config/comparison.ts";
import { formatLink, parseLink } from "../../src/config/link.ts";
import { entrantsOf, titlesOf } from "../../src/tasks/entrants.ts";

const configOf = (text: string) => parseLink(`preset=quick&layers=1&width=8&heads=2&kernel=4&${text}`).config;

describe("what a config is compared with", () => {
  test("is the usual baseline where nothing is said, and nothing where that is said", () => {
    expect(entrantsOf(configOf("")).map(({ model }) => model)).toEqual(["lietransformer", "set-transformer"]);
    expect(entrantsOf(configOf("compare=none"))).toHaveLength(1);
    expect(entrantsOf(parseLink("springs-quick").config).map(({ model }) => model)).toEqual(["lietransformer", "hfc"]);
    expect(entrantsOf(configOf("model=set-transformer"))).toHaveLength(1);
  });

  test("may be other models, of like size, and other settings of the network", () => {
    const config = configOf("compare=set-transformer;group:T2,layers:2;rate:0.01");
    const [own, like, shifts, fast] = entrantsOf(config);
    expect(own).toBe(config);
    expect(like).toEqual(entrantsOf(configOf(""))[1] && { ...entrantsOf(configOf(""))[1], compare: config.compare });
    expect(shifts).toEqual({ ...config, group: "T2", layers: 2 });
    expect(fast).toEqual({ ...config, rate: 0.01 });
  });

  test("reads back from its link", () => {
    const config = configOf("compare=set-transformer;group:T2");
    const link = formatLink("quick", config);
    expect(link).toContain("compare=set-transformer;group:T2");
    expect(parseLink(link)).toMatchObject({ config, problems: [] });
  });

  test.each([
    ["hfc", /hfc does not learn constellations/],
    ["group:T7", /group must be one of/],
    ["heads:3", /with heads:3, width 8 is not a multiple of 3 heads/],
    ["seed:4", /seed is no setting that may differ/],
    ["batch:4", /batch is no setting that may differ/],
    ["nonsense:4", /nonsense is no setting/],
    ["group:T2;group:SO2;layers:2;layers:3", /4 are too many, 3 is the most/],
    ["compare:none", /compare is no setting/],
    ["group:custom,generators:0,-1,1,0", /generators is no setting that may differ/],
  ])("%s is refused, and the usual one takes its place", (compare, reason) => {
    const config = { ...configOf(""), compare };
    expect(() => comparedWith(config)).toThrow(reason);
    expect(conflictsIn(config)).toEqual([{ reason: expect.stringMatching(reason), fix: { compare: "" } }]);
    const { config: mended, problems } = parseLink(`preset=quick&width=8&heads=2&compare=${compare}`);
    expect(mended.compare).toBe("");
    expect(problems).toHaveLength(1);
  });
});

test("networks of one model are called by what sets them apart", () => {
  expect(titlesOf(entrantsOf(configOf("")))).toEqual(["LieTransformer", "Set Transformer"]);
  expect(titlesOf(entrantsOf(configOf("compare=set-transformer;group:T2;layers:3")))).toEqual([
    "LieTransformer group=SE2, layers=1",
    "Set Transformer",
    "LieTransformer group=T2, layers=1",
    "LieTransformer group=SE2, layers=3",
  ]);
  const springs = (text: string) => titlesOf(entrantsOf(parseLink(`preset=springs-quick&${text}`).config));
  expect(springs("compare=hfc;model:hfc,mlp_width:64")).toEqual([
    "LieTransformer",
    "HFC mlp_width=256",
    "HFC mlp_width=64",
  ]);
  expect(springs("compare=hfc;hfc")).toEqual(["LieTransformer", "HFC", "HFC (2)"]);
});
