import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { heldWithoutLift } from "../../src/config/models.ts";
import { shownFields } from "../../src/config/schema.ts";
import { parameterLayout } from "../../src/tasks/nbody/network.ts";

/** Networks that answer with vectors at every point pool nothing, whatever settings of other tasks a link holds. */

const lifting = "preset=nbody-quick&model=lietransformer";

test.each(["kept=0.5", "neighbours=4&fill=0.5", "pool=max&layout=head_then_pool"])(
  "%s changes no network of charges",
  (settings) => {
    const { config, problems } = parseLink(`${lifting}&${settings}`);
    expect(problems).toEqual([]);
    expect(parameterLayout(config).size).toBe(parameterLayout(parseLink(lifting).config).size);
    const shown = shownFields(config).flatMap(({ names }) => names) as string[];
    for (const name of settings.split("&").map((text) => text.split("=")[0] as string))
      expect(shown).not.toContain(name);
  },
);

test("places upright are told by networks of scans alone", () => {
  expect(heldWithoutLift(parseLink("preset=nbody-quick&places=upright").config)).toBe("SE3");
  expect(heldWithoutLift(parseLink("preset=scans-quick&places=upright").config)).toBe("SE2xR");
  const { config, problems } = parseLink("preset=qm9-quick&model=se3-transformer&heads=2&places=upright&spread=4");
  expect(config).toMatchObject({ places: "middle", spread: 1 });
  expect(problems).toHaveLength(2);
});

test("periods of waves are compared where there are waves", () => {
  expect(parseLink("preset=earthquakes&shortest=50").problems).toEqual([]);
  expect(parseLink("preset=gap-clock&shortest=50").problems).toHaveLength(1);
});
