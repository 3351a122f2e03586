import { wrapAngle } from "./angles.ts";
import { type Arithmetic, numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { fromOrigin } from "./origin.ts";
import { trivial } from "./stabilisers/finite.ts";

type Two = [number, number];

const angleOf = <T>(a: Arithmetic<T>, [x, y]: readonly T[]): T => a.atan2(y as T, x as T);

/** SO(2) on the plane, an orbit a circle (specification 2.2). Element: [angle, radius]; at the origin see `fromOrigin`. */
export const so2: Group = {
  name: "SO2",
  title: "SO(2): rotations about the origin",
  shader: "groups/so2.wgsl",
  pointDim: 2,
  pairDim: 3,
  elementSize: 2,
  algebraDim: 1,
  stabiliser: trivial,
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
  fixesOrigin: true,
  lift: (a, x) => {
    const { along, radius } = fromOrigin(a, x);
    return [angleOf(a, along), radius];
  },
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
