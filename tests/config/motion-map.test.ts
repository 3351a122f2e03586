import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { motionOf } from "../../src/config/motion.ts";
import { mapOfMotions, sphereOfAxes } from "../../src/config/motion-map.ts";

test("a map's places are evenly apart, and the view goes where their motions are", () => {
  const { config, view } = parseLink("preset=quick&mirror=yes");
  const places = mapOfMotions(view, config, ["x", "rotate"]);
  expect(places).toHaveLength(576);
  const xs = [...new Set(places.map(({ x }) => x))];
  const steps = xs.slice(1).map((x, k) => x - (xs[k] as number));
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-9);
  for (const { motion, go, x, y } of places.slice(0, 50)) {
    expect(motionOf({ ...view, ...go }, config)).toEqual(motion);
    expect([go.x, go.rotate]).toEqual([x, y]);
  }
});

test("a map over two generators moves along both", () => {
  const { config, view } = parseLink("preset=quick&group=custom&generators=0,-1,1,0;1,0,0,1&box=-1,1;-0.5,0.5");
  const places = mapOfMotions(view, config, ["generator1", "generator2"]);
  for (const { go, x, y } of places)
    expect(go.along?.split(";").map(Number) ?? [0, 0]).toEqual(x === 0 && y === 0 ? [0] : [x, y]);
});

test("the axes of a sphere are spread over all of it, each a rotation by the angle", () => {
  const places = sphereOfAxes(90);
  for (const { x, y, motion } of places) {
    expect(Math.abs(x)).toBeLessThanOrEqual(180);
    expect(Math.abs(y)).toBeLessThan(90);
    const [a, , , , e, , , , i] = motion.linear as number[];
    // The trace of a rotation by a right angle is one.
    expect((a as number) + (e as number) + (i as number)).toBeCloseTo(1, 9);
  }
});
