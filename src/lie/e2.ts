import { halfCotangent, wrapAngle } from "./angles.ts";
import { type Arithmetic, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { se2, unrotate } from "./se2.ts";
import { angle } from "./stabilisers/angle.ts";
import { flip } from "./stabilisers/stabiliser.ts";
import { words } from "./words.ts";

/** Position, cosine and sine, angle, and whether the plane is turned over first, 0 or 1. */
const { unpack, pack } = words("x", "y", "c", "s", "angle", "flip");

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
  const [own, other] = [unpack(g), unpack(h)];
  const sign = signOf(a, other.flip);
  const [x, y] = unrotate(a, other.c, other.s, a.subtract(own.x, other.x), a.subtract(own.y, other.y));
  return {
    x,
    y: a.multiply(sign, y),
    angle: a.multiply(sign, a.subtract(own.angle, other.angle)),
    flip: differ(a, own.flip, other.flip),
  };
}

const element = <T>(a: Arithmetic<T>, x: T, y: T, angle: T, flip: T): T[] =>
  pack({ x, y, c: a.cos(angle), s: a.sin(angle), angle, flip });

function act(g: Element, [x, y]: readonly number[]): number[] {
  const { c, s, flip, ...at } = unpack(g);
  const [px, py] = [x as number, flip === 1 ? -(y as number) : (y as number)];
  return [c * px - s * py + at.x, s * px + c * py + at.y];
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
    const [g, h] = [unpack(a), unpack(b)];
    const turn = g.flip === 1 ? -h.angle : h.angle;
    return element(numbers, x, y, g.angle + turn, differ(numbers, g.flip, h.flip));
  },
  inverse: (g) => {
    const { x, y, angle, flip } = unpack(g);
    const turn = flip === 1 ? angle : -angle;
    const [ix, iy] = act(element(numbers, 0, 0, turn, flip), [x, y]) as [number, number];
    return element(numbers, -ix, -iy, turn, flip);
  },
  act,
  lift: (a, [x, y], [angle, flip]) => {
    type T = NonNullable<typeof x>;
    return element(a, x as T, y as T, angle as T, flip as T);
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
    const { x, y, c, s, flip } = unpack(g);
    const sign = flip === 1 ? -1 : 1;
    return [c, -sign * s, x, s, sign * c, y, 0, 0, 1];
  },
};
