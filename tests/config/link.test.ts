import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conflictsIn } from "../../src/config/comparison.ts";
import { problemWith } from "../../src/config/field.ts";
import { formatLink, parseLink } from "../../src/config/link.ts";
import { presets } from "../../src/config/presets.ts";
import { fieldNames, fields } from "../../src/config/schema.ts";
import { defaultView, viewFields } from "../../src/config/view.ts";

test.each(Object.entries(presets))("the preset %s is valid and free of conflicts", (_, { config }) => {
  for (const name of fieldNames) expect(problemWith(name, fields[name], config[name])).toBeNull();
  expect(conflictsIn(config)).toEqual([]);
});

describe("a link", () => {
  test("holds only what differs from the preset", () => {
    const { config } = parseLink("preset=quick&layers=2&seed=7");
    expect(formatLink("quick", config)).toBe("v=1&preset=quick&layers=2&seed=7");
  });

  test("reads back what it wrote", () => {
    const change = fc.record({
      layers: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(1e9),
      rate: fc.double({ min: 1e-5, max: 0.1, noNaN: true }),
      group: fc.constantFrom("T2", "SE2", "SE2grid"),
    });
    const look = fc.record({ rotate: fc.integer({ min: -180, max: 180 }), cloud: fc.integer({ min: 1, max: 2000 }) });
    fc.assert(
      fc.property(change, look, fc.constantFrom("quick", "paper"), (changed, looked, preset) => {
        const config = { ...(presets[preset] as (typeof presets)[string]).config, ...changed };
        const view = { ...defaultView, ...looked };
        expect(parseLink(`#${formatLink(preset, config, view)}`)).toEqual({ preset, config, view, problems: [] });
      }),
      { seed: 5 },
    );
  });

  test("may be a bare preset name", () => {
    expect(parseLink("paper").config).toEqual(presets.paper?.config);
  });

  test("names what is wrong and applies the rest", () => {
    const { config, problems } = parseLink("preset=quick&rate=9&colour_of_sky=blue&group=SE5&layers=2");
    expect(config.layers).toBe(2);
    expect(config.rate).toBe(presets.quick?.config.rate);
    expect(problems).toHaveLength(3);
    expect(problems.join("\n")).toMatch(/rate must be a number from .* not 9/);
    expect(problems.join("\n")).toMatch(/no setting colour_of_sky/);
    expect(problems.join("\n")).toMatch(/group must be one of T2, SE2/);
  });

  test("says when its version or preset is unknown", () => {
    const { preset, problems } = parseLink("v=99&preset=nope");
    expect(preset).toBe("quick");
    expect(problems.join()).toMatch(/nope.*quick/);
    expect(problems.join()).toMatch(/version 99/);
  });

  test("that gives a setting twice says so, and takes the last that can be read", () => {
    const { config, problems } = parseLink("layers=1&batch=8&layers=2&batch=-3");
    expect([config.layers, config.batch]).toEqual([2, 8]);
    expect(problems.join("\n")).toMatch(/layers stands in it more than once/);
    expect(problems.join("\n")).toMatch(/batch stands in it more than once/);
  });

  test("may stand in quotation marks or brackets, encoded or not", () => {
    for (const [open, close] of ['""', "<>", "“”", "()", ["%22", "%22"]] as const) {
      const { config, problems } = parseLink(`#${open}preset=quick&layers=2${close}`);
      expect({ layers: config.layers, problems }).toEqual({ layers: 2, problems: [] });
    }
  });

  test("with batch norm is computed in one piece, whose statistics are the whole batch's", () => {
    for (const norm of ["norm=batch_pre", "norm=batch_post", "head_norm=batch"]) {
      const { config, problems } = parseLink(`preset=quick&${norm}&accumulate=4`);
      expect(config.accumulate).toBe(1);
      expect(problems.join()).toContain(
        "statistics over the whole batch, which 4 pieces do not see: using accumulate=1",
      );
    }
    for (const norm of [
      "norm=layer_pre",
      "head_norm=batch&layout=head_then_pool",
      "model=set-transformer&norm=batch_pre",
    ]) {
      expect(parseLink(`preset=quick&${norm}&accumulate=4`).config.accumulate).toBe(4);
    }
  });

  test("for particles that asks for what only shapes have is mended", () => {
    const { config, problems } = parseLink("preset=springs-quick&model=set-transformer&activation=relu&norm=batch_pre");
    expect(config).toMatchObject({ model: "lietransformer", activation: "swish", norm: "layer_pre" });
    expect(problems).toHaveLength(3);
    expect(parseLink("preset=springs-quick&dimension=3").config.group).toBe("SE3");
    expect(parseLink("preset=quick&model=hfc").config.model).toBe("lietransformer");
  });

  test("whose settings conflict twice mends both, and the result is free of conflicts", () => {
    const { config, problems } = parseLink("group=T2xD&content=concat&embed=3&width=10&heads=4");
    expect(config).toMatchObject({ group: "T2xD", samples: 2, combine: "net", embed: 4, width: 12 });
    expect(problems).toHaveLength(4);
    expect(conflictsIn(config)).toEqual([]);
  });

  test("with settings that exclude each other mends them and says how", () => {
    const { config, problems } = parseLink("preset=quick&normalise=softmax&seed=3");
    expect(problems.join()).toMatch(/blind to position/);
    expect(config.normalise).toBe("mean");
    expect(config.seed).toBe(3);
  });

  test("never throws, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseLink(text).config).toBeDefined();
      }),
      { seed: 6 },
    );
  });
});

test("settings and view share no key", () => {
  expect(fieldNames.filter((name) => name in viewFields)).toEqual([]);
});
