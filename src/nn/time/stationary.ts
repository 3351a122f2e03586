import { concat } from "../../autograd/operations/concat.ts";
import {
  cos,
  divide,
  exp,
  multiply,
  negate,
  round,
  scale,
  sin,
  softplus,
  sqrt,
  square,
  subtract,
} from "../../autograd/operations/elementwise.ts";
import { expand, reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import { waves } from "../../autograd/operations/waves.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { lineKernels } from "../../lie/attention-terms.ts";
import { type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";

/**
 * Learned kernels K(t - t') of translations of the line (Xu et al., 2019; `docs/neighbours.md`, 4.4): positive definite, so
 * that features Phi exist with <Phi(t), Phi(t')> = K(t - t'). Parameters of several kernels [H, ..] or of one [..].
 */
interface Stationary {
  /** @param heads how many kernels; one without an axis where null */
  declare(layout: ParameterLayout, prefix: string, heads: number | null, size: KernelSize): void;
  /** The waves that kernels are sums of, see `waves`. */
  waves(weights: Weights, prefix: string): Waves;
  /** Features of times [..] by one kernel: [.., width]. */
  features(weights: Weights, prefix: string, times: Tensor): Tensor;
  /** Numbers of `features`. */
  width(size: KernelSize): number;
}

/** Turns a unit of time, and how much of each wave: [H, W] both. */
export interface Waves {
  readonly rates: Tensor;
  readonly amounts: Tensor;
}

/** Frequencies of a Bochner kernel, or periods and harmonics of a Mercer kernel, and the times that both begin from. */
export interface KernelSize {
  /** Frequencies, or periods. */
  readonly frequencies: number;
  /** Multiples of a period's frequency; Mercer only. */
  readonly harmonics: number;
  /** Shortest and longest period to begin with. */
  readonly shortest: number;
  readonly longest: number;
  /** Periods that every kernel begins with, as many as it has frequencies; spaced between those two where left out. */
  readonly periods?: readonly number[];
}

const TURN = 2 * Math.PI;

/** The part of a turn that is left of any number of turns, in [-1/2, 1/2]; sine and cosine are exact there only. */
const partOf = (turns: Tensor): Tensor => subtract(turns, round(turns));

/**
 * Periods of each kernel, spaced evenly in their logarithm, the longest first; those of several kernels lie between each
 * other's, so that no two begin alike.
 */
const spacedPeriods = ({ frequencies, shortest, longest, periods }: KernelSize, heads: number | null): number[][] =>
  Array.from({ length: heads ?? 1 }, (_, h) =>
    periods
      ? [...periods]
      : Array.from({ length: frequencies }, (__, k) => {
          const place = (k + h / (heads ?? 1)) / Math.max(1, frequencies - 1 / (heads ?? 1));
          return longest * (shortest / longest) ** place;
        }),
  );

/** A parameter [H, entries] or [entries]. */
const declareEach = (
  layout: ParameterLayout,
  name: string,
  heads: number | null,
  shape: readonly number[],
  values: readonly (readonly number[])[],
): void => layout.add(name, heads === null ? shape : [heads, ...shape], { values: values.flat() });

/** Parameters with an axis of kernels, [H, ..]. */
const withHeads = (parameter: Tensor, axes: number): Tensor =>
  parameter.shape.length === axes ? reshape(parameter, [1, ...parameter.shape]) : parameter;

/** softplus(x) = 1 */
const ONE = Math.log(Math.E - 1);

/** K(t) = sum beta_i^2 cos(w_i t) / sum beta_i^2, w = exp(log_frequency), beta = softplus(raw_amplitude); K(0) = 1. */
const bochner: Stationary = {
  declare(layout, prefix, heads, size) {
    const logarithms = spacedPeriods(size, heads).map((own) => own.map((period) => Math.log(TURN / period)));
    declareEach(layout, `${prefix}log_frequency`, heads, [size.frequencies], logarithms);
    declareEach(
      layout,
      `${prefix}raw_amplitude`,
      heads,
      [size.frequencies],
      logarithms.map((own) => own.map(() => ONE)),
    );
  },
  waves(weights, prefix) {
    const logarithms = withHeads(weightNamed(weights, `${prefix}log_frequency`), 1);
    const beta = square(softplus(withHeads(weightNamed(weights, `${prefix}raw_amplitude`), 1)));
    return { rates: scale(exp(logarithms), 1 / TURN), amounts: divide(beta, sum(beta, [1])) };
  },
  features(weights, prefix, times) {
    const beta = softplus(weightNamed(weights, `${prefix}raw_amplitude`));
    const amplitude = divide(beta, sqrt(sum(square(beta))));
    const frequency = scale(exp(weightNamed(weights, `${prefix}log_frequency`)), 1 / TURN);
    const angles = scale(partOf(multiply(reshape(times, [...times.shape, 1]), frequency)), TURN);
    return interleaved([multiply(cos(angles), amplitude), multiply(sin(angles), amplitude)]);
  },
  width: ({ frequencies }) => 2 * frequencies,
};

/** Tensors [.., d] as [.., d * count], the first entry of each, then the second. */
function interleaved(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor];
  const columns = parts.map((part) => reshape(part, [...part.shape, 1]));
  const joined = concat(columns, first.shape.length);
  return reshape(joined, [...first.shape.slice(0, -1), (first.shape.at(-1) as number) * parts.length]);
}

/**
 * K(t) = sum over periods p and j = 0 .. J of c_pj cos(2 pi j t / p), c = softplus(raw_coefficient), p = exp(log_period):
 * functions of the circle, of one period or of several.
 */
const mercer: Stationary = {
  declare(layout, prefix, heads, size) {
    const { frequencies, harmonics } = size;
    const logarithms = spacedPeriods(size, heads).map((own) => own.map(Math.log));
    declareEach(layout, `${prefix}log_period`, heads, [frequencies], logarithms);
    // K(0) = 1 to begin with.
    const share = 1 / (frequencies * (harmonics + 1));
    const raw = logarithms.map(() =>
      new Array<number>(frequencies * (harmonics + 1)).fill(Math.log(Math.expm1(share))),
    );
    declareEach(layout, `${prefix}raw_coefficient`, heads, [frequencies, harmonics + 1], raw);
  },
  waves(weights, prefix) {
    const coefficients = softplus(withHeads(weightNamed(weights, `${prefix}raw_coefficient`), 2));
    const [heads, periods, terms] = coefficients.shape as [number, number, number];
    const logarithms = withHeads(weightNamed(weights, `${prefix}log_period`), 1);
    const rates = multiply(reshape(exp(negate(logarithms)), [heads, periods, 1]), multiplesOf(logarithms.tape, terms));
    const flat = (x: Tensor) => reshape(x, [heads, periods * terms]);
    return { rates: flat(rates), amounts: flat(coefficients) };
  },
  features(weights, prefix, times) {
    const coefficients = softplus(weightNamed(weights, `${prefix}raw_coefficient`));
    const [periods, terms] = coefficients.shape as [number, number];
    const rates = reshape(exp(negate(weightNamed(weights, `${prefix}log_period`))), [periods, 1]);
    const angles = harmonicAngles(multiply(reshape(times, [...times.shape, 1, 1]), rates), terms);
    const axis = angles.shape.length - 1;
    const roots = expand(sqrt(coefficients), angles.shape);
    const constant = slice(roots, axis, 0, 1);
    if (terms === 1) return reshape(constant, [...times.shape, periods]);
    const waves = slice(angles, axis, 1, terms);
    const heights = slice(roots, axis, 1, terms);
    const pairs = interleaved([multiply(heights, cos(waves)), multiply(heights, sin(waves))]);
    return reshape(concat([constant, pairs], axis), [...times.shape, periods * (2 * terms - 1)]);
  },
  width: ({ frequencies, harmonics }) => frequencies * (2 * harmonics + 1),
};

/** 0, 1, .. */
const multiplesOf = (tape: Tape, terms: number): Tensor => tape.constant([...Array(terms).keys()], [terms]);

/** Angles of the multiples 0, 1, .. of turns [.., 1]: [.., terms]. Each multiple has its own part of a turn. */
const harmonicAngles = (turns: Tensor, terms: number): Tensor =>
  scale(partOf(multiply(partOf(turns), multiplesOf(turns.tape, terms))), TURN);

export const stationary: Readonly<Record<(typeof lineKernels)[number], Stationary>> = { bochner, mercer };

/** gain_h K_h of differences [..]: [.., H] */
export function declareGainedKernel(
  layout: ParameterLayout,
  prefix: string,
  kind: keyof typeof stationary,
  heads: number,
  size: KernelSize,
): void {
  layout.add(`${prefix}gain`, [heads], { constant: 1 });
  stationary[kind].declare(layout, prefix, heads, size);
}

/** Its waves, gain included. */
export function gainedWaves(weights: Weights, prefix: string, kind: keyof typeof stationary): Waves {
  const { rates, amounts } = stationary[kind].waves(weights, prefix);
  const gain = weightNamed(weights, `${prefix}gain`);
  return { rates, amounts: multiply(amounts, reshape(gain, [gain.size, 1])) };
}

export function gainedKernel(
  weights: Weights,
  prefix: string,
  kind: keyof typeof stationary,
  differences: Tensor,
): Tensor {
  const { rates, amounts } = gainedWaves(weights, prefix, kind);
  const kernels = waves(reshape(differences, [differences.size]), rates, amounts);
  return reshape(kernels, [...differences.shape, rates.shape[0] as number]);
}
