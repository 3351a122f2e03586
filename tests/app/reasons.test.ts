import { expect, test } from "vitest";
import { symmetriesOf, whyOf } from "../../src/app/survey/reasons.ts";
import { isOfOrbit } from "../../src/app/survey/use-survey.ts";
import { parseLink } from "../../src/config/link.ts";
import { motionOf } from "../../src/config/motion.ts";
import { orbitOf } from "../../src/config/orbit.ts";
import { atRest } from "../../src/lie/motion.ts";
import { groupNamed } from "../../src/lie/registry.ts";
import type { Rung } from "../../src/tasks/survey.ts";

const rung: Rung = { floor: 2e-7, moved: 0.3, own: 3e-7, outside: 0.4 };

/** What is said of a network and a view as a link gives them. */
function why(link: string, output: Partial<Rung> = {}): string {
  const { config, view } = parseLink(`preset=quick&x=0&y=0&rotate=0&${link}`);
  return whyOf({
    config,
    motion: motionOf(view, config),
    lift: view.lift,
    surveyed: { ladder: [{ ...rung, ...output }] },
  });
}

test.each([
  ["rotate=70", { moved: 3e-7 }, /SE2 holds this motion: only rounding is left/],
  ["rotate=70&lift=fresh", {}, /new samples are drawn/],
  ["rotate=70&lift=left", {}, /the samples stay as they are/],
  ["rotate=70&mirror=yes", {}, /SE2 holds shifts and rotations, and not every input that is turned and mirrored/],
  ["scale=2", {}, /not every input that is scaled/],
  ["group=T2&rotate=70", {}, /T2 holds shifts, and not every input that is turned/],
  [
    "group=SE2grid&samples=4&rotate=70",
    {},
    /SE2grid has 4 rotations, 90° apart, and this one misses the nearest by 20/,
  ],
  ["group=SE2grid&samples=4&rotate=90", { moved: 3e-7 }, /only rounding is left/],
  ["group=E2&mirror=yes&rotate=20", { moved: 3e-7 }, /E2 holds this motion: only rounding/],
  ["group=E2&mirror=yes&rotate=20&neighbours=4", {}, /its 4 nearest alone/],
  ["rotate=70&precision=half", { moved: 3e-7 }, /of 16-bit numbers/],
  ["model=set-transformer&rotate=70", {}, /sees plain coordinates/],
  ["rotate=70", { moved: 1e-7, outside: 3e-7 }, /hardly looks at where points are/],
  ["", {}, /where it was/],
])("%s %o is told", (link, output, told) => {
  expect(why(link, output)).toMatch(told);
});

test("symmetries are told in words", () => {
  expect(symmetriesOf(groupNamed("E3"))).toBe("shifts, rotations, and mirror images");
  expect(symmetriesOf(groupNamed("RxSO2"))).toBe("rotations about the origin and scalings about the origin");
  expect(symmetriesOf(groupNamed("Tx"))).toBe("shifts along x");
  expect(symmetriesOf(groupNamed("Trivial2"))).toBe("no motion at all");
});

test("an orbit follows its axis, and turning along it is the same orbit", () => {
  const at = (link: string) => {
    const { config, view } = parseLink(`preset=quick&${link}`);
    const { axis, motions: orbit } = orbitOf(view, config);
    const request = {
      task: "constellations",
      example: view.cloud - 1,
      lift: view.lift,
      motion: atRest,
      orbit,
    } as const;
    return { axis, config, view, survey: { request, networks: [] } };
  };
  const turned = at("rotate=30&x=0.2");
  const isOf = (link: string) => isOfOrbit(turned.survey, at(link).view, turned.config);
  expect(turned.axis.values).toHaveLength(72);
  expect(turned.axis.values[1]).toBe(-175);
  expect(isOf("rotate=90&x=0.2")).toBe(true);
  for (const other of ["rotate=30&x=0.3", "x=0.2&lift=fresh", "x=0.2&cloud=4", "x=0.2&axis=scale"])
    expect(isOf(other)).toBe(false);
  expect(at("axis=scale").axis.values.at(-1)).toBeCloseTo(4);
  expect(at("axis=pitch").axis.axis).toBe("rotate");
  const own = at("group=custom&axis=generator2&along=0.5;1");
  expect(own.axis.now).toBe(1);
  expect(own.axis.at(0.25)).toEqual({ along: "0.5;0.25" });
});
