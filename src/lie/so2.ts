import { wrapAngle } from "./angles.ts";
import { type Arithmetic, dot, numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";

type Two = [number, number];

export const angleOf = <T>(a: Arithmetic<T>, [x, y]: readonly T[]): T => a.atan2(y as T, x as T);
export const radiusOf = <T>(a: Arithmetic<T>, x: readonly T[]): T => a.sqrt(dot(a, x, x));

/** SO(2) on the plane, an orbit a circle (specification 2.2). Element: [angle, radius]. Not defined at the origin. */
export const so2: Group = {
  name: "SO2",
  title: "SO(2): rotations about the origin",
  shader: "groups/so2.wgsl",
  pointDim: 2,
  pairDim: 3,
  elementSize: 2,
  algebraDim: 1,
  stabiliser: "trivial",
  label: 1,
  invariance: { translation: false, rotation: "any" },
  exp: ([angle]) => [angle as number, 1],
  log: ([angle]) => [wrapAngle(numbers, angle as number)],
  compose: ([a], [b, radius]) => [(a as number) + (b as number), radius as number],
  inverse: ([angle, radius]) => [-(angle as number), radius as number],
  act: ([angle], x) => {
    const [c, s] = [Math.cos(angle as number), Math.sin(angle as number)];
    const [px, py] = x as Two;
    return [c * px - s * py, s * px + c * py];
  },
  lift: (a, x) => [angleOf(a, x), radiusOf(a, x)],
  pairFeature: (a, g, h) => {
    const [angle, radius, other, otherRadius] = [...g, ...h] as [
      (typeof g)[0],
      (typeof g)[0],
      (typeof g)[0],
      (typeof g)[0],
    ];
    return [wrapAngle(a, a.subtract(angle, other)), radius, otherRadius];
  },
  matrix: ([angle]) => {
    const [c, s] = [Math.cos(angle as number), Math.sin(angle as number)];
    return [c, -s, s, c];
  },
  rotationAngle: ([angle]) => Math.abs(angle as number),
};
