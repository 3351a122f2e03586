import { wrapAngle, ZETA } from "./angles.ts";
import { type Arithmetic, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { angle } from "./stabilisers/angle.ts";
import { scale } from "./stabilisers/stabiliser.ts";

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
  const w = product(a, l, l).map((value) => scaled(a, 0.25 / Math.PI ** 2, value)) as unknown as Complex<T>;
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

const linear = ([, , scale, angle]: Element): Complex<number> => {
  const size = Math.exp(scale as number);
  return [size * Math.cos(angle as number), size * Math.sin(angle as number)];
};
const position = (g: Element): Complex<number> => [g[0] as number, g[1] as number];

const act = (g: Element, x: readonly number[]): number[] => {
  const [px, py] = product(numbers, linear(g), [x[0] as number, x[1] as number]);
  return [px + (g[0] as number), py + (g[1] as number)];
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
  log: (g) => logOf(numbers, position(g), g[2] as number, g[3] as number),
  compose: (a, b) => [...act(a, position(b)), (a[2] as number) + (b[2] as number), (a[3] as number) + (b[3] as number)],
  inverse: (g) => {
    const back: Element = [0, 0, -(g[2] as number), -(g[3] as number)];
    const [x, y] = act(back, position(g)) as [number, number];
    return [-x, -y, back[2] as number, back[3] as number];
  },
  act,
  lift: (_, x, [angle, scale]) => {
    type T = (typeof x)[0];
    return [...x, scale as T, angle as T];
  },
  pairFeature: (a, g, h) => {
    type T = (typeof g)[0];
    const [gx, gy, gs, ga] = g as unknown as [T, T, T, T];
    const [hx, hy, hs, ha] = h as unknown as [T, T, T, T];
    // Turned back and shrunk by h: exp(-log scale) is a stabiliser sample's, positions enter linearly.
    const shrink = a.exp(a.negate(hs));
    const turn: Complex<T> = [a.multiply(shrink, a.cos(ha)), a.negate(a.multiply(shrink, a.sin(ha)))];
    const t = product(a, turn, [a.subtract(gx, hx), a.subtract(gy, hy)]);
    return logOf(a, t, a.subtract(gs, hs), a.subtract(ga, ha));
  },
  matrix: (g) => {
    const [c, s] = linear(g);
    return [c, -s, g[0] as number, s, c, g[1] as number, 0, 0, 1];
  },
  rotationAngle: ([, angle]) => Math.abs(angle as number),
};
