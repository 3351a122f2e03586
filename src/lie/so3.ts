import { type Arithmetic, dot, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { fromOrigin } from "./origin.ts";
import {
  conjugate,
  fromRotationVector,
  multiply,
  type Quaternion,
  quaternionAt,
  rotate,
  rotationMatrix,
  rotationVector,
  type Vector,
  vectorAt,
} from "./quaternion.ts";
import { angle } from "./stabilisers/angle.ts";

/** An element's rotation, and the radius of its orbit. */
const unpack = <T>(g: readonly T[]): { rotation: Quaternion<T>; radius: T } => ({
  rotation: quaternionAt(g),
  radius: g[4] as T,
});
const pack = (rotation: Quaternion<number>, radius: number): Element => [...rotation, radius, 0, 0, 0];

/**
 * Shortest rotation that takes e_x to the unit vector u: half angle from cos = u_x, axis e_x x u. At u = -e_x, where
 * there is no shortest one, a half turn about e_z.
 */
function section<T>(a: Arithmetic<T>, [x, y, z]: Vector<T>): Quaternion<T> {
  const one = a.constant(1);
  const zero = a.constant(0);
  const across = a.add(a.multiply(y, y), a.multiply(z, z));
  // Tiny squares are below float32's rounding of u_x, on both poles.
  const pole = a.greater(a.constant(1e-14), across);
  const safe = a.sqrt(a.where(pole, one, across));
  const front = a.greater(x, zero);
  // cos(half) and sin(half): the larger from the half-angle formula, the other from sin = 2 sin(half) cos(half).
  const larger = a.sqrt(scaled(a, 0.5, a.add(one, a.where(front, x, a.negate(x)))));
  const smaller = a.divide(scaled(a, 0.5, a.where(pole, zero, safe)), larger);
  const c = a.where(front, larger, smaller);
  const s = a.where(front, smaller, larger);
  const along = (value: T, atPole: T) => a.multiply(s, a.where(pole, atPole, a.divide(value, safe)));
  return [c, zero, along(a.negate(z), zero), along(y, one)];
}

/**
 * SO(3) on space, an orbit a sphere (specification 2.8). The stabiliser of e_x is the rotations about it; a sample is
 * their angle. Element: [quaternion, radius, 3 x padding]; at the origin see `fromOrigin`.
 */
export const so3: Group = {
  name: "SO3",
  title: "SO(3): rotations about the origin of space",
  shader: "groups/so3.wgsl",
  pointDim: 3,
  pairDim: 5,
  elementSize: 8,
  algebraDim: 3,
  stabiliser: angle(),
  label: 4,
  fixesOrigin: true,
  invariance: { translation: false, rotation: "any" },
  exp: (algebra) => pack(fromRotationVector(vectorAt(algebra)), 1),
  log: (g) => [...rotationVector(numbers, unpack(g).rotation)],
  compose: (g, h) => {
    const [a, b] = [unpack(g), unpack(h)];
    return pack(multiply(numbers, a.rotation, b.rotation), b.radius);
  },
  inverse: (g) => {
    const { rotation, radius } = unpack(g);
    return pack(conjugate(numbers, rotation), radius);
  },
  act: (g, x) => [...rotate(numbers, unpack(g).rotation, vectorAt(x))],
  lift: (a, x, [angle]) => {
    type T = (typeof x)[0];
    const { along, radius } = fromOrigin(a, x);
    const size = a.sqrt(dot(a, along, along));
    const u = vectorAt(along.map((value) => a.divide(value, size)));
    const half = scaled(a, 0.5, angle as T);
    const zero = a.constant(0);
    const turn: Quaternion<T> = [a.cos(half), a.sin(half), zero, zero];
    return [...multiply(a, section(a, u), turn), radius, zero, zero, zero];
  },
  pairFeature: (a, g, h) => {
    const [own, other] = [unpack(g), unpack(h)];
    const relative = multiply(a, conjugate(a, other.rotation), own.rotation);
    return [...rotationVector(a, relative), own.radius, other.radius];
  },
  matrix: (g) => rotationMatrix(unpack(g).rotation),
  rotationAngle: (algebra) => Math.hypot(...algebra.slice(0, 3)),
};
