import { concat } from "../autograd/operations/concat.ts";
import {
  add,
  divide,
  maximum,
  multiply,
  reciprocalSqrt,
  square,
  subtract,
  where,
} from "../autograd/operations/elementwise.ts";
import { reshape, slice } from "../autograd/operations/movement.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Tensor } from "../autograd/tape.ts";
import { type Weights, weightNamed } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

const EPSILON = 1e-5;

/**
 * Statistics of a training pass by the stored name of the running ones, [2, C]: mean and unbiased variance. The trainer
 * moves the running ones towards them.
 */
export type MeasuredStatistics = Map<string, Tensor>;

export function declareBatchNorm(layout: ParameterLayout, name: string, width: number): void {
  layout.add(`${name}.scale`, [width], { constant: 1 });
  layout.add(`${name}.shift`, [width], { constant: 0 });
  const running = (statistic: string, constant: number, offset: number) => ({
    name: `${name}.running_${statistic}`,
    shape: [width],
    constant,
    trained: false,
    offset,
    strides: [1],
  });
  layout.pack(`${name}.running`, [2, width], [running("mean", 0, 0), running("variance", 1, width)]);
}

/**
 * Masked batch normalisation (specification 3.7) of x [.., C] with learnt scale and shift: statistics of every channel
 * over the rows that are present, (x - mean) / sqrt(max(var, eps)), eps 1e-5. Padded rows change nothing.
 * @param mask [.., 1], 1 where present
 * @param measured where a training pass leaves its statistics; without it the running ones are used
 */
export function batchNorm(
  weights: Weights,
  name: string,
  x: Tensor,
  mask: Tensor,
  measured: MeasuredStatistics | undefined,
): Tensor {
  const { tape } = x;
  const width = x.shape.at(-1) as number;
  const running = weightNamed(weights, `${name}.running`);
  let mean = reshape(slice(running, 0, 0, 1), [width]);
  let variance = reshape(slice(running, 0, 1, 2), [width]);
  if (measured) {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const one = tape.scalar(1);
    const zero = tape.scalar(0);
    const count = reshape(sum(mask, [...axes, axes.length]), [1]);
    const total = (values: Tensor) => reshape(sum(where(mask, values, zero), axes), [width]);
    mean = divide(total(x), maximum(count, one));
    const squares = total(square(subtract(x, mean)));
    variance = divide(squares, maximum(count, one));
    const unbiased = divide(squares, maximum(subtract(count, one), one));
    measured.set(`${name}.running`, concat([reshape(mean, [1, width]), reshape(unbiased, [1, width])], 0));
  }
  const rate = reciprocalSqrt(maximum(variance, tape.scalar(EPSILON)));
  const scaled = multiply(multiply(subtract(x, mean), rate), weightNamed(weights, `${name}.scale`));
  return add(scaled, weightNamed(weights, `${name}.shift`));
}
