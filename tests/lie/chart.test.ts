import { describe, expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import { chartOf, coordinatesFrom, elementAt } from "../../src/lie/chart.ts";
import type { Group } from "../../src/lie/group.ts";
import { groups } from "../../src/lie/registry.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { basisGroup, basisNames } from "../support/bases.ts";

const all = [...groups.filter(({ pointDim }) => pointDim > 1), ...basisNames.map(basisGroup)].map(
  (group) => [`${group.name} ${group.pairDim}`, group] as const,
);

const samplesOf = (group: Group) =>
  group.stabiliser.kind === "trivial" ? 1 : (group.samplesMultiple ?? (group.stabiliser.kind === "finite" ? 4 : 3));

/** Lifted elements of points that are drawn, with their points. */
function drawn(group: Group, count: number) {
  const random = new RandomStream(3, `chart ${group.name}`);
  const samples = samplesOf(group);
  return Array.from({ length: count }, () => {
    const point = Array.from({ length: group.pointDim }, () => random.uniform() * 2 - 1);
    const sample = group.stabiliser.draw(samples, random).slice(0, group.stabiliser.size);
    return { point, element: group.lift(numbers, point, sample, samples) };
  });
}

describe.each(all)("%s", (_, group) => {
  const samples = samplesOf(group);
  const chart = chartOf(group, samples);

  test("all coordinates of the stabiliser zero are the neutral sample", () => {
    const origin = elementAt(
      group,
      samples,
      chart.map((__, k) => (k === 0 ? 0.5 : 0)),
    );
    const [x] = group.act(origin, new Array(group.pointDim).fill(0));
    // A group that moves no point has nothing to compare.
    if (group.invariance.translation === true) expect(x).toBeCloseTo(0.5, 6);
    const own = coordinatesFrom(group, samples, origin, {
      element: origin,
      point: [0.5, 0, 0].slice(0, group.pointDim),
    });
    for (const value of own.slice(group.pointDim)) if (!Number.isNaN(value)) expect(value).toBeCloseTo(0, 6);
  });

  test("an element at the coordinates that another sees has the pair feature of the two", () => {
    const elements = drawn(group, 6);
    for (const query of elements) {
      const own = coordinatesFrom(group, samples, query.element, query);
      const neutral = elementAt(
        group,
        samples,
        own.map((value) => (Number.isNaN(value) ? 0 : value)),
      );
      for (const key of elements) {
        const seen = coordinatesFrom(group, samples, query.element, key);
        if (seen.some(Number.isNaN)) continue;
        const placed = elementAt(group, samples, seen);
        const expected = group.pairFeature(numbers, query.element, key.element, samples);
        const found = group.pairFeature(numbers, neutral, placed, samples);
        // Angles of half a turn are one.
        if (group.rotationAngle(group.log(group.compose(group.inverse(query.element), key.element))) > 3.1) continue;
        // This one tells a quaternion from its opposite (specification 2.10), which are one rotation to everyone else.
        const told = group.name === "SE3quat" ? Math.abs : (value: number) => value;
        found.forEach((value, k) => {
          expect(told(value)).toBeCloseTo(told(expected[k] as number), 5);
        });
      }
    }
  });

  test("a query stands at its own place, in the coordinates of its own", () => {
    const [query] = drawn(group, 1) as [ReturnType<typeof drawn>[0]];
    const own = coordinatesFrom(group, samples, query.element, query);
    if (group.invariance.translation === true)
      for (const value of own.slice(0, group.pointDim)) expect(value).toBeCloseTo(0, 6);
  });
});
