import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conflictsIn } from "../../src/config/comparison.ts";
import type { Field } from "../../src/config/field.ts";
import { formatLink, parseLink } from "../../src/config/link.ts";
import { presets } from "../../src/config/presets.ts";
import { type Config, fieldNames, fields } from "../../src/config/schema.ts";
import { defaultView, type View, viewFields } from "../../src/config/view.ts";

const plain = parseLink("preset=quick&group=T2&seed=3");

describe("a link is read", () => {
  test.each([
    ["with &amp; for &", "preset=quick&amp;group=T2&amp;seed=3"],
    ["with &amp;amp; for &", "preset=quick&amp;amp;group=T2&amp;seed=3"],
    ["encoded as a whole", encodeURIComponent("preset=quick&group=T2&seed=3")],
    ["encoded twice", encodeURIComponent(encodeURIComponent("preset=quick&group=T2&seed=3"))],
    ["with its hash sign encoded", encodeURIComponent("#preset=quick&group=T2&seed=3")],
    ["as a whole address", "https://example.org/playground/#preset=quick&group=T2&seed=3"],
    ["as a whole address encoded", encodeURIComponent("https://example.org/?a=b#preset=quick&group=T2&seed=3")],
    ["in brackets", "preset=quick&group=T2&seed=3)"],
    ["before a full stop", "preset=quick&group=T2&seed=3."],
    ["before a quotation mark", 'preset=quick&group=T2&seed=3".'],
    ["before what a browser encodes", "preset=quick&group=T2&seed=3.%22%20%E2%80%9D)"],
    ["with an empty pair at its end", "preset=quick&group=T2&seed=3&)."],
    ["with spaces about it", " preset=quick&group=T2&seed=3 \n"],
  ])("%s", (_, text) => {
    expect(parseLink(`#${text}`)).toEqual(plain);
    expect(parseLink(text)).toEqual(plain);
  });

  test.each(["quick-t2.", "quick-t2/", "quick-t2)", "#quick-t2,", "quick%2Dt2", "https://example.org/#quick-t2"])(
    "as the preset in %s",
    (text) => {
      expect(parseLink(text)).toMatchObject({ preset: "quick-t2", problems: [] });
    },
  );

  test("with plus signs for themselves", () => {
    const generators = "0.0000e+00,-1.0000e+00,1.0000e+00,0.0000e+00";
    const link = parseLink(`group=custom&generators=${generators}&box=-1,1`);
    expect(link.problems).toEqual([]);
    expect(link.config.generators).toBe(generators);
    expect(parseLink(formatLink(link.preset, link.config, link.view))).toEqual(link);
  });

  test("with the minus sign of a paper", () => {
    expect(parseLink("rotate=\u221240").view.rotate).toBe(-40);
    expect(parseLink("group=custom&generators=0,\u22121,1,0&box=\u22121,1").problems).toEqual([]);
    expect(parseLink("preset=springs-quick&starts=1:\u22120.5,0").problems).toEqual([]);
  });
});

describe("what cannot be read in a link is named as it was typed:", () => {
  test.each([
    ["rotate=50%", "not 50%"],
    ["%", "there is no setting %"],
    ["group=custom&generators=0,-1,1,0%3", "generator 1 holds something that is not a number"],
    ["rate=0,001", "not 0,001 (with a decimal point, 0.001)"],
    ["noise=0,05", "not 0,05 (with a decimal point, 0.05)"],
    ["layers=two", "not two"],
    ["seed=", "not empty"],
    [`layers=${"9".repeat(5000)}`, "not 999"],
  ])("%.40s", (text, told) => {
    const { problems, config, view } = parseLink(`#${text}`);
    expect(problems.join()).toContain(told);
    expect(problems.join().length).toBeLessThan(400);
    expect(conflictsIn(config)).toEqual([]);
    expect(view).toEqual(defaultView);
  });
});

const texts = fc.string({ unit: fc.constantFrom(..."+&=%#;,.:-0123e/ )]'\"\u2212\u00e9a"), maxLength: 40 });

/** Values of one field, free text as it may be where nothing reads it. */
function valuesOf(name: string, field: Field): fc.Arbitrary<unknown> {
  if (field.options) return fc.constantFrom(...field.options);
  if (field.range) {
    const { min, max, step } = field.range;
    return step === 1
      ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
      : fc.double({ min, max, noNaN: true }).map((x) => x + 0);
  }
  if (name === "patterns") return fc.constantFrom("square", "pentagon,L", "cube,staircase");
  if (name === "starts") return fc.constantFrom("", "1:0.5,-1", "2:0.3,-0.15;5:1,0");
  if (name === "hide") return fc.constantFrom("", "header", "header,settings");
  if (name === "set") return fc.constantFrom("data/outlines.csv", "own/0a1b.csv");
  if (name === "structure") return fc.constantFrom("", "O,0,0,0.119;H,0,0.763,-0.477", "F,1.5,-2,0");
  if (name === "cut") return fc.constantFrom("", "3,0,12,30");
  if (name === "own") return fc.constantFrom("", "0.3,-0.15;0.5,1", "1,2,3");
  if (name === "along" || name === "at") return fc.constantFrom("", "0.5", "0.5;-0.2;1e-3");
  return texts;
}

const some = (all: Readonly<Record<string, Field>>, names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, valuesOf(name, all[name] as Field)])), { requiredKeys: [] });

const mended = (config: Config): Config => {
  const [conflict] = conflictsIn(config);
  return conflict ? mended({ ...config, ...conflict.fix }) : config;
};

test("every config and view that can run reads back from its link", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(presets)),
      some(fields, fieldNames),
      some(viewFields, Object.keys(viewFields)),
      (preset, changes, looked) => {
        const config = mended({ ...presets[preset]?.config, ...changes } as Config);
        const view = { ...defaultView, ...looked } as View;
        const link = parseLink(`#${formatLink(preset, config, view)}`);
        expect(link).toMatchObject({ preset, config, view });
      },
    ),
    { seed: 11, numRuns: 2000 },
  );
});

test("three thousand hashes of any kind are read or named, and what is read can run", () => {
  const known = fc.constantFrom(...fieldNames, ...Object.keys(viewFields), "v", "preset", "wings", "__proto__");
  const value = fc.oneof(
    texts,
    fc.string(),
    fc.double().map(String),
    fc.constantFrom("quick", "T2", "SE3", "custom", "0.5", "12", "%", "%E0%A4%A", "springs-quick", "particles"),
  );
  const pairs = fc
    .array(fc.tuple(known, value), { maxLength: 8 })
    .chain((list) =>
      fc.constantFrom("&", "&amp;", "&&", "%26").map((glue) => list.map(([key, text]) => `${key}=${text}`).join(glue)),
    );
  const wrapped = pairs.chain((text) =>
    fc.constantFrom(text, `${text})`, `##${text}`, encodeURIComponent(text.toWellFormed()), `https://a.b/#${text}`),
  );
  fc.assert(
    fc.property(fc.oneof(wrapped, fc.string(), texts), (text) => {
      const { preset, config, view } = parseLink(`#${text}`);
      expect(conflictsIn(config)).toEqual([]);
      const again = parseLink(`#${formatLink(preset, config, view)}`);
      expect(again).toMatchObject({ preset, config, view });
    }),
    { seed: 12, numRuns: 3000 },
  );
});
