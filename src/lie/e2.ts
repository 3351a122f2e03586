import { halfCotangent, wrapAngle } from "./angles.ts";
import { type Arithmetic, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { se2 } from "./se2.ts";
import { angle } from "./stabilisers/angle.ts";
import { flip } from "./stabilisers/stabiliser.ts";

/** Position, cosine and sine, angle, and whether the plane is turned over first, 0 or 1. */
type Six<T> = readonly [x: T, y: T, c: T, s: T, angle: T, flip: T];
const parts = <T>(g: readonly T[]): Six<T> => g as unknown as Six<T>;

/** 1 for flip 0, -1 for flip 1. */
const signOf = <T>(a: Arithmetic<T>, flip: T): T => a.subtract(a.constant(1), scaled(a, 2, flip));

/** |p - q| of two flips: 1 where they differ. */
export const differ = <T>(a: Arithmetic<T>, p: T, q: T): T => a.subtract(a.add(p, q), scaled(a, 2, a.multiply(p, q)));

/**
 * h^-1 g for g = (R F^p, t), F the reflection of y: F^p R(-angle) turns the difference of positions, and angles subtract
 * with the sign of h's flip.
 */
export function relativeFlipped<T>(
  a: Arithmetic<T>,
  g: readonly T[],
  h: readonly T[],
): { x: T; y: T; angle: T; flip: T } {
  const [gx, gy, , , angle, flip] = parts(g);
  const [hx, hy, c, s, other, turned] = parts(h);
  const sign = signOf(a, turned);
  const [dx, dy] = [a.subtract(gx, hx), a.subtract(gy, hy)];
  return {
    x: a.add(a.multiply(c, dx), a.multiply(s, dy)),
    y: a.multiply(sign, a.subtract(a.multiply(c, dy), a.multiply(s, dx))),
    angle: a.multiply(sign, a.subtract(angle, other)),
    flip: differ(a, flip, turned),
  };
}

const element = (x: number, y: number, angle: number, flip: number): Element => [
  x,
  y,
  Math.cos(angle),
  Math.sin(angle),
  angle,
  flip,
];

function act(g: Element, [x, y]: readonly number[]): number[] {
  const [tx, ty, c, s, , flip] = parts(g);
  const [px, py] = [x as number, flip === 1 ? -(y as number) : (y as number)];
  return [c * px - s * py + tx, s * px + c * py + ty];
}

/**
 * E(2), SE(2) with reflections. It has two components: the pair feature is the SE(2) logarithm once the reflection of y
 * is split off on the right, and the component. Element: [x, y, cos, sin, angle, flip].
 */
export const e2: Group = {
  ...se2,
  name: "E2",
  title: "E(2): rotations, reflections and translations, random lift",
  shader: "groups/e2.wgsl",
  pairDim: 4,
  invariance: { ...se2.invariance, reflection: true },
  stabiliser: angle(flip),
  exp: (algebra) => se2.exp(algebra).with(5, 0),
  log: (g) => se2.log(g),
  compose: (a, b) => {
    const [x, y] = act(a, b.slice(0, 2)) as [number, number];
    const [, , , , angle, flip] = parts(a);
    const [, , , , turn, other] = parts(b);
    return element(x, y, angle + (flip === 1 ? -turn : turn), differ(numbers, flip, other));
  },
  inverse: (g) => {
    const [x, y, , , angle, flip] = parts(g);
    const [ix, iy] = act(element(0, 0, flip === 1 ? angle : -angle, flip), [x, y]) as [number, number];
    return element(-ix, -iy, flip === 1 ? angle : -angle, flip);
  },
  act,
  lift: (a, [x, y], [angle, flip]) => {
    type T = NonNullable<typeof x>;
    return [x as T, y as T, a.cos(angle as T), a.sin(angle as T), angle as T, flip as T];
  },
  pairFeature: (a, g, h) => {
    const { x, y, angle: turn, flip } = relativeFlipped(a, g, h);
    const angle = wrapAngle(a, turn);
    const p = halfCotangent(a, a.multiply(angle, angle));
    const half = scaled(a, 0.5, angle);
    const u = a.add(a.multiply(p, x), a.multiply(half, y));
    return [angle, u, a.subtract(a.multiply(p, y), a.multiply(half, x)), flip];
  },
  matrix: (g) => {
    const [x, y, c, s, , flip] = parts(g);
    const sign = flip === 1 ? -1 : 1;
    return [c, -sign * s, x, s, sign * c, y, 0, 0, 1];
  },
};
