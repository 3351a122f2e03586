import { type Arithmetic, numbers } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import {
  conjugate,
  fromRotationVector,
  multiply,
  quaternionAt,
  rotate,
  rotationMatrix,
  rotationVector,
  vectorAt,
} from "./quaternion.ts";
import { so3 } from "./so3.ts";

/** Words of an element: the rotation, and where on the line. */
const TIME = 4;
const rotationOf = <T>(g: readonly T[]) => quaternionAt(g);
const timeOf = <T>(g: readonly T[]): T => g[TIME] as T;
const timed = <T>(rotation: readonly T[], time: T, padding: T): T[] => [...rotation, time, padding, padding, padding];
const placed = (rotation: readonly number[], time: number): Element => timed(rotation, time, 0);

const pairFeature = <T>(a: Arithmetic<T>, g: readonly T[], h: readonly T[]): T[] => [
  ...rotationVector(a, multiply(a, conjugate(a, rotationOf(h)), rotationOf(g))),
  a.subtract(timeOf(g), timeOf(h)),
];

/**
 * SO(3) x R on the sphere and the line: rotations of the sphere, and shifts of time. The product of the two: logarithms stand
 * side by side. Points are [x, y, z, t], of which a lift keeps the direction and the time. Element: [quaternion, t, 3 x
 * padding].
 */
export const so3R: Group = {
  name: "SO3xR",
  title: "SO(3) × R: rotations of the sphere and shifts of time",
  shader: "groups/so3_r.wgsl",
  pointDim: 4,
  pairDim: 4,
  elementSize: 8,
  algebraDim: 4,
  stabiliser: so3.stabiliser,
  fixesOrigin: true,
  invariance: { translation: false, rotation: "any" },
  exp: (algebra) => placed(fromRotationVector(vectorAt(algebra)), algebra[3] as number),
  log: (g) => [...rotationVector(numbers, rotationOf(g)), timeOf(g)],
  compose: (g, h) => placed(multiply(numbers, rotationOf(g), rotationOf(h)), timeOf(g) + timeOf(h)),
  inverse: (g) => placed(conjugate(numbers, rotationOf(g)), -timeOf(g)),
  act: (g, x) => [...rotate(numbers, rotationOf(g), vectorAt(x)), (x[3] as number) + timeOf(g)],
  lift: (a, x, stabiliser, samples) => {
    type T = NonNullable<(typeof x)[0]>;
    return timed(so3.lift(a, x.slice(0, 3), stabiliser, samples).slice(0, TIME), x[3] as T, a.constant(0));
  },
  pairFeature,
  matrix(g) {
    const r = rotationMatrix(rotationOf(g));
    const t = timeOf(g);
    return [...r.slice(0, 3), 0, 0, ...r.slice(3, 6), 0, 0, ...r.slice(6), 0, 0, 0, 0, 0, 1, t, 0, 0, 0, 0, 1];
  },
  rotationAngle: so3.rotationAngle,
};
