import { numbers, singles } from "./arithmetic.ts";
import { logarithm, type Matrix, product } from "./matrix.ts";

/**
 * Where the logarithm of relative elements exp(-y) exp(x) is defined, x and y combinations of generators with coordinates
 * in a box. A real matrix has a principal logarithm where none of its eigenvalues lies on the negative axis, and a real one
 * of that kind depends continuously on it. A box is connected and holds y = x: where no pair of it has such an eigenvalue,
 * the logarithm is the one that continues from the identity.
 */

export type Interval = readonly [from: number, to: number];

interface Sampled {
  readonly dimension: 2 | 3;
  /** 3 x 3, row-major. */
  readonly generators: readonly Matrix<number>[];
  readonly box: readonly Interval[];
}

type Dense = Float64Array<ArrayBuffer>;

function multiply(a: Dense, b: Dense): Dense {
  const c = new Float64Array(9);
  for (let row = 0; row < 9; row += 3) {
    const [p, q, r] = [a[row] as number, a[row + 1] as number, a[row + 2] as number];
    for (let k = 0; k < 3; k++) c[row + k] = p * (b[k] as number) + q * (b[3 + k] as number) + r * (b[6 + k] as number);
  }
  return c;
}

const SQUARINGS = 8;
const TERMS = 9;

/** Exponential of a matrix by scaling and squaring: `exponential` of matrix.ts, forty times as fast on plain numbers. */
function expOf(x: Dense): Dense {
  const l = x.map((value) => value / 2 ** SQUARINGS);
  let m = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  for (let k = TERMS; k >= 1; k--) {
    m = multiply(l, m);
    for (let cell = 0; cell < 9; cell++) m[cell] = (m[cell] as number) / k + (cell % 4 === 0 ? 1 : 0);
  }
  for (let k = 0; k < SQUARINGS; k++) m = multiply(m, m);
  return m;
}

const normOf = (x: ArrayLike<number>): number => Math.hypot(...Array.from(x));

/** Points of e^u on the negative axis that `marginOf` looks at in space, and rounds that refine the least. */
const SCAN = 24;
const REFINED = 12;

/**
 * How far the spectrum of M keeps from the negative axis: not above zero where an eigenvalue lies on it, 1 + cos(angle) for
 * a rotation, whatever the scale. In the plane 1 + tr / (2 sqrt(det)); in space the least over t > 0 of the characteristic
 * polynomial at -t, det = 1, over its value for a half turn's angle: (t^3 + a t^2 + b t + 1) / (2 t (1 + t)).
 */
function marginOf(m: Dense, dimension: 2 | 3): number {
  const at = (k: number) => m[k] as number;
  if (dimension === 2) return 1 + (at(0) + at(4)) / (2 * Math.sqrt(at(0) * at(4) - at(1) * at(3)));
  const trace = at(0) + at(4) + at(8);
  const minors = at(0) * at(4) - at(1) * at(3) + (at(0) * at(8) - at(2) * at(6)) + (at(4) * at(8) - at(5) * at(7));
  const determinant =
    at(0) * (at(4) * at(8) - at(5) * at(7)) -
    at(1) * (at(3) * at(8) - at(5) * at(6)) +
    at(2) * (at(3) * at(7) - at(4) * at(6));
  const size = Math.cbrt(determinant);
  const [a, b] = [trace / size, minors / size ** 2];
  const value = (u: number) => {
    const t = Math.exp(u);
    return (((t + a) * t + b) * t + 1) / (2 * t * (1 + t));
  };
  // A root t is not larger than 1 + the largest coefficient, nor is its inverse.
  const reach = Math.log(2 + Math.max(Math.abs(a), Math.abs(b)));
  let step = (2 * reach) / SCAN;
  let least = 0;
  let margin = Number.POSITIVE_INFINITY;
  const look = (u: number) => {
    const found = value(u);
    if (found < margin) [margin, least] = [found, u];
  };
  for (let k = 0; k <= SCAN; k++) look(-reach + k * step);
  for (let round = 0; round < REFINED; round++) {
    step /= 2;
    const middle = least;
    look(middle - step);
    look(middle + step);
  }
  return margin;
}

/** Coordinates of x, then of y, each 0 .. 1 of its interval. */
type Pair = readonly number[];

/** All of a box's pairs, as matrices. */
class Pairs {
  readonly dimension: 2 | 3;
  readonly count: number;
  readonly #sampled: Sampled;

  constructor(sampled: Sampled) {
    this.#sampled = sampled;
    this.dimension = sampled.dimension;
    this.count = sampled.box.length;
  }

  coordinatesOf(places: readonly number[]): number[] {
    return this.#sampled.box.map(([from, to], k) => from + (to - from) * (places[k] as number));
  }

  /** exp of sign times the combination at some places of the box. */
  element(places: readonly number[], sign: 1 | -1): Dense {
    const sum = new Float64Array(9);
    this.coordinatesOf(places).forEach((coordinate, k) => {
      const generator = this.#sampled.generators[k] as Matrix<number>;
      for (let cell = 0; cell < 9; cell++) {
        sum[cell] = (sum[cell] as number) + sign * coordinate * (generator[cell] as number);
      }
    });
    return expOf(sum);
  }

  relative(pair: Pair): Dense {
    return multiply(this.element(pair.slice(this.count), -1), this.element(pair.slice(0, this.count), 1));
  }

  margin(pair: Pair): number {
    return marginOf(this.relative(pair), this.dimension);
  }
}

/** How thoroughly a box is looked at. */
interface Effort {
  /** Corner pairs that are looked at, all of them up to here. */
  readonly corners: number;
  /** Pairs that are followed down, and as many of the largest condition whose error is computed. */
  readonly searches: number;
}
const THOROUGH: Effort = { corners: 1 << 14, searches: 8 };
const CURSORY: Effort = { corners: 1 << 11, searches: 2 };

/** Pairs inside the box that are looked at. */
const INSIDE = 256;

/** Spread evenly over 0 .. 1 (Weyl's sequence for the square roots of primes). */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61];
const spread = (index: number, axis: number): number => (index * Math.sqrt(PRIMES[axis] as number)) % 1;

interface Judged {
  readonly pair: Pair;
  readonly margin: number;
  /** Norm of the matrix times that of its inverse: what rounding is multiplied by. */
  readonly condition: number;
}

function judgedStarts(pairs: Pairs, most: number): Judged[] {
  const { count, dimension } = pairs;
  const corner = (bits: number) => Array.from({ length: count }, (_, k) => (bits >> k) & 1);
  const size = 2 ** count;
  const ups = Array.from({ length: size }, (_, bits) => pairs.element(corner(bits), 1));
  const downs = Array.from({ length: size }, (_, bits) => pairs.element(corner(bits), -1));
  const norms = [ups, downs].map((list) => list.map(normOf)) as [number[], number[]];
  const all = size ** 2;
  const apart = Math.max(1, Math.floor(all / most));
  const corners = Array.from({ length: Math.min(all, most) }, (_, k): Judged => {
    // Where there are more than are looked at, a stride with an offset that visits other low bits each time.
    const index = apart === 1 ? k : (k * apart + Math.floor(apart * spread(k, 0))) % all;
    const [x, y] = [index % size, Math.floor(index / size)];
    const matrix = multiply(downs[y] as Dense, ups[x] as Dense);
    const inverse = (norms[1][x] as number) * (norms[0][y] as number);
    return {
      pair: [...corner(x), ...corner(y)],
      margin: marginOf(matrix, dimension),
      condition: normOf(matrix) * inverse,
    };
  });
  const inside = Array.from({ length: INSIDE }, (_, k): Judged => {
    const pair = Array.from({ length: 2 * count }, (_, axis) => spread(k + 1, axis));
    return { pair, margin: pairs.margin(pair), condition: 0 };
  });
  return [...corners, ...inside];
}

const FIRST_STEP = 0.25;
const LAST_STEP = 1e-4;
/** Times the square of the step is the least descent that is worth another round. */
const FORCING = 0.1;

/** Follows the margin down along the axes, with steps that halve where none of them leads further down (compass search). */
function descend(pairs: Pairs, from: Judged): Pick<Judged, "pair" | "margin"> {
  const { count, dimension } = pairs;
  let { pair, margin } = from;
  // One end alone moves with each step.
  let [x, y] = [pairs.element(pair.slice(0, count), 1), pairs.element(pair.slice(count), -1)];
  for (let step = FIRST_STEP; step > LAST_STEP && margin > 0; ) {
    const before = margin;
    for (let axis = 0; axis < pair.length; axis++) {
      for (const sign of [1, -1]) {
        const moved = pair.with(axis, Math.min(1, Math.max(0, (pair[axis] as number) + sign * step)));
        const u = axis < count ? pairs.element(moved.slice(0, count), 1) : x;
        const v = axis < count ? y : pairs.element(moved.slice(count), -1);
        const found = marginOf(multiply(v, u), dimension);
        if (found < margin) [pair, margin, x, y] = [moved, found, u, v];
      }
    }
    if (before - margin <= FORCING * step ** 2) step /= 2;
  }
  return { pair, margin };
}

/** Below this, pairs are half a turn apart as far as float32 can tell: 0.014 from half a turn for rotations. */
const LEAST_MARGIN = 1e-4;

/** Above this, no digits of float32 are left of a pair, and few of float64. */
const MOST_CONDITION = 1e12;

/** How wrong a pair's logarithm may be in float32, relative to its size. */
const ACCURACY = 1e-3;

/** Rounding is kind to some pairs: with each, a few a little inside of it are looked at. */
const NEARBY = 6;
const INWARD = 0.08;
const nearby = (pair: Pair): Pair[] => [
  pair,
  ...Array.from({ length: NEARBY }, (_, k) =>
    pair.map((place, axis) => place + INWARD * spread(k + 1, axis) * (place > 0.5 ? -1 : 1)),
  ),
];

/** Enough square roots for any matrix, where float64 has digits to spare. */
const EXACT_ROOTS = 8;

/** Error of the kernels' logarithm of a pair in float32, relative to its size or to one; 1 where it is not finite. */
function errorOf(pairs: Pairs, pair: Pair): number {
  const shift = [0, 0, 0];
  const [y, x] = [pairs.element(pair.slice(pairs.count), -1), pairs.element(pair.slice(0, pairs.count), 1)];
  const exact = logarithm(numbers, { linear: Array.from(multiply(y, x)), shift }, EXACT_ROOTS).linear;
  const round = (m: Dense) => Array.from(m, Math.fround);
  const found = logarithm(singles, { linear: product(singles, round(y), round(x)), shift }).linear;
  const error = normOf(found.map((value, k) => value - (exact[k] as number))) / Math.max(1, normOf(exact));
  return Number.isNaN(error) ? 1 : Math.min(error, 1);
}

const written = (coordinates: readonly number[]): string =>
  coordinates.map((value) => Number(value.toPrecision(3))).join(", ");

/**
 * Why pairs of a box have no logarithm that the kernels can compute, in words that begin after "the box"; or null.
 * Looks at all pairs of corners, or an even spread of them, follows the worst of them and of a spread of others down to the least margin, and computes
 * the logarithm of the worst in float32.
 */
export function obstacleIn(sampled: Sampled, { corners, searches }: Effort = THOROUGH): string | null {
  const pairs = new Pairs(sampled);
  const { count } = pairs;
  const starts = judgedStarts(pairs, corners).sort((a, b) => a.margin - b.margin);
  if (starts.some(({ condition }) => !(condition < MOST_CONDITION))) {
    return "reaches pairs so far apart that float32 does not resolve them";
  }
  const worst = starts.slice(0, searches).map((start) => descend(pairs, start));
  const least = worst.reduce((a, b) => (b.margin < a.margin ? b : a));
  if (!(least.margin > LEAST_MARGIN)) {
    const at = (end: number) => written(pairs.coordinatesOf(least.pair.slice(end * count, (end + 1) * count)));
    return `reaches pairs whose logarithm is not defined: exp(-y) exp(x) has an eigenvalue on the negative axis, as after half a turn, or too near to it for float32, at x = (${at(0)}), y = (${at(1)})`;
  }
  const conditioned = starts
    .sort((a, b) => b.condition - a.condition)
    .slice(0, searches)
    .flatMap(({ pair }) => nearby(pair));
  const errors = [...worst.map(({ pair }) => pair), ...conditioned].map((pair) => errorOf(pairs, pair));
  const error = Math.max(...errors);
  if (error <= ACCURACY) return null;
  return `reaches pairs so far apart that the kernels, in float32, get their logarithm wrong by ${(100 * error).toPrecision(1)} %${error < 1 ? "" : " and more"}`;
}

const HALVINGS = 12;
const FIRST_SHRINK = 0.01;
const REFINEMENTS = 4;

/** An interval with ends as few digits as tell them apart by a hundredth of its half. */
function rounded(middle: number, half: number): Interval {
  const unit = 10 ** (Math.floor(Math.log10(half)) - 2);
  const [from, to] = [middle - half, middle + half].map((end) =>
    Number((Math.round(end / unit) * unit).toPrecision(12)),
  );
  return [from as number, to as number];
}

/** The box shrunk about its middle to the largest one that has no obstacle, its ends rounded; null if there is none. */
export function largestBox(sampled: Sampled): Interval[] | null {
  const shrunk = (size: number) => sampled.box.map(([from, to]) => rounded((from + to) / 2, (size * (to - from)) / 2));
  const fits = (size: number, effort?: Effort) => obstacleIn({ ...sampled, box: shrunk(size) }, effort) === null;
  /** The largest size between one that fits and one that does not. */
  const between = (fitting: number, refused: number, rounds: number, effort?: Effort) => {
    let [low, high] = [fitting, refused];
    for (let k = 0; k < rounds; k++) {
      const middle = (low + high) / 2;
      if (fits(middle, effort)) low = middle;
      else high = middle;
    }
    return low;
  };
  const size = between(0, 1, HALVINGS, CURSORY);
  if (size === 0) return null;
  if (fits(size)) return shrunk(size);
  // What passed at a glance may be too large still.
  for (let shrink = FIRST_SHRINK; shrink < 1; shrink *= 2) {
    const smaller = size * (1 - shrink);
    if (fits(smaller)) return shrunk(between(smaller, size * (1 - shrink / 2), REFINEMENTS));
  }
  return null;
}
