import { wrapAngle, ZETA } from "./angles.ts";
import { type Arithmetic, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { angle } from "./stabilisers/angle.ts";
import { scale } from "./stabilisers/stabiliser.ts";
import { words } from "./words.ts";

/** Complex numbers [re, im]: a similarity of the plane is z -> e^l z + t, l = log scale + i angle. */
type Complex<T> = readonly [T, T];

const product = <T>(a: Arithmetic<T>, [x, y]: Complex<T>, [u, v]: Complex<T>): Complex<T> => [
  a.subtract(a.multiply(x, u), a.multiply(y, v)),
  a.add(a.multiply(x, v), a.multiply(y, u)),
];

/**
 * l / (e^l - 1) = 1 - l/2 + 2 w S, w = (l / 2 pi)^2, S = sum_n 1 / (n^2 + w): the inverse of V = (e^l - 1) / l. The
 * first pole as it is, the others by powers of -w with coefficients zeta(2 k) - 1; they converge for |l| < 4 pi.
 */
function inverseV<T>(a: Arithmetic<T>, l: Complex<T>): Complex<T> {
  const [real, imaginary] = product(a, l, l);
  const w: Complex<T> = [scaled(a, 0.25 / Math.PI ** 2, real), scaled(a, 0.25 / Math.PI ** 2, imaginary)];
  const down: Complex<T> = [a.negate(w[0]), a.negate(w[1])];
  const zero = a.constant(0);
  const others = ZETA.reduceRight<Complex<T>>(
    (sum, coefficient) => {
      const [x, y] = product(a, down, sum);
      return [a.add(a.constant(coefficient), x), y];
    },
    [zero, zero],
  );
  const pole: Complex<T> = [a.add(a.constant(1), w[0]), w[1]];
  const size = a.add(a.multiply(pole[0], pole[0]), a.multiply(pole[1], pole[1]));
  const sum: Complex<T> = [a.add(others[0], a.divide(pole[0], size)), a.subtract(others[1], a.divide(pole[1], size))];
  const [x, y] = product(a, w, sum);
  return [
    a.add(a.subtract(a.constant(1), scaled(a, 0.5, l[0])), scaled(a, 2, x)),
    a.subtract(scaled(a, 2, y), scaled(a, 0.5, l[1])),
  ];
}

/** V u by its series where l is small. */
function exp([scale, angle, ux, uy]: readonly number[]): Element {
  const [s, t] = [scale as number, angle as number];
  const power: Complex<number> = [Math.exp(s) * Math.cos(t), Math.exp(s) * Math.sin(t)];
  const square = s * s + t * t;
  // (e^l - 1) / l, with 1 - cos t = 2 sin^2(t/2) so that small l loses nothing.
  const change: Complex<number> = [Math.expm1(s) * Math.cos(t) - 2 * Math.sin(t / 2) ** 2, power[1]];
  const v = square < 1e-20 ? ([1 + s / 2, t / 2] as const) : product(numbers, change, [s / square, -t / square]);
  return [...product(numbers, v, [ux as number, uy as number]), s, t];
}

const { unpack, pack } = words("x", "y", "scale", "angle");

const linear = (g: Element): Complex<number> => {
  const { scale, angle } = unpack(g);
  const size = Math.exp(scale);
  return [size * Math.cos(angle), size * Math.sin(angle)];
};

const act = (g: Element, [px, py]: readonly number[]): number[] => {
  const [u, v] = product(numbers, linear(g), [px as number, py as number]);
  const { x, y } = unpack(g);
  return [u + x, v + y];
};

/** log of [position, log scale, angle]: [log scale, angle, V^-1 t]. */
function logOf<T>(a: Arithmetic<T>, t: Complex<T>, scale: T, turn: T): T[] {
  const angle = wrapAngle(a, turn);
  return [scale, angle, ...product(a, inverseV(a, [scale, angle]), t)];
}

/**
 * Sim(2), similarities of the plane: T(2) with R+ x SO(2). The stabiliser of the origin is the scalings and rotations; a
 * sample is an angle and the logarithm of a scale. Element: [x, y, log scale, angle].
 */
export const sim2: Group = {
  name: "Sim2",
  title: "Sim(2): scalings, rotations and translations, random lift",
  shader: "groups/sim2.wgsl",
  pointDim: 2,
  pairDim: 4,
  elementSize: 4,
  algebraDim: 4,
  stabiliser: angle(scale),
  invariance: { translation: true, rotation: "any", scale: true },
  exp,
  log: (g) => {
    const { x, y, scale, angle } = unpack(g);
    return logOf(numbers, [x, y], scale, angle);
  },
  compose: (g, h) => {
    const [a, b] = [unpack(g), unpack(h)];
    const [x, y] = act(g, [b.x, b.y]) as [number, number];
    return pack({ x, y, scale: a.scale + b.scale, angle: a.angle + b.angle });
  },
  inverse: (g) => {
    const { x, y, ...own } = unpack(g);
    const back = { x: 0, y: 0, scale: -own.scale, angle: -own.angle };
    const [u, v] = act(pack(back), [x, y]) as [number, number];
    return pack({ ...back, x: -u, y: -v });
  },
  act,
  lift: (_, [x, y], [angle, scale]) => {
    type T = NonNullable<typeof x>;
    return pack({ x: x as T, y: y as T, scale: scale as T, angle: angle as T });
  },
  pairFeature: (a, g, h) => {
    type T = (typeof g)[0];
    const [own, other] = [unpack(g), unpack(h)];
    // Turned back and shrunk by h: exp(-log scale) is a stabiliser sample's, positions enter linearly.
    const shrink = a.exp(a.negate(other.scale));
    const turn: Complex<T> = [a.multiply(shrink, a.cos(other.angle)), a.negate(a.multiply(shrink, a.sin(other.angle)))];
    const t = product(a, turn, [a.subtract(own.x, other.x), a.subtract(own.y, other.y)]);
    return logOf(a, t, a.subtract(own.scale, other.scale), a.subtract(own.angle, other.angle));
  },
  matrix: (g) => {
    const [c, s] = linear(g);
    const { x, y } = unpack(g);
    return [c, -s, x, s, c, y, 0, 0, 1];
  },
  rotationAngle: ([, angle]) => Math.abs(angle as number),
};
