import { spread } from "../indexing.ts";
import type { Operation, Tensor } from "../tape.ts";

export const collectOperation: Operation<{ readonly offsets: readonly number[] }> = {
  name: "collect",
  dense: true,
  view: () => null,
};

/**
 * Gradients gathered into one flat buffer [size] at given element offsets; the planner places them there directly. What
 * lies between them stays zero.
 */
export const collect = (gradients: readonly Tensor[], offsets: readonly number[], size: number): Tensor =>
  (gradients[0] as Tensor).tape.record(collectOperation, gradients, [size], { offsets });

const adamOperation: Operation = {
  name: "adam",
  dense: true,
  mutates: [1, 2],
  kernel: (node) => {
    const size = (node.inputs[0] as Tensor).size;
    const workgroups = spread(size, 64);
    return {
      label: "adam",
      module: "dense/adam.wgsl",
      constants: { SIZE: size, STRIDE_Y: workgroups[0] * 64 },
      workgroups,
    };
  },
};

/**
 * One Adam step (Kingma and Ba, 2015) over all parameters at once.
 * @param gradient flat, [P], as are the `parameters` [P] and the `moments` [2, P]
 * @param rates [6]: learning rate divided by 1 - beta1^t, 1 / (1 - beta2^t), beta1, beta2, epsilon, weight decay. They change from
 *   step to step, so they are data, never constants.
 */
export const adam = (parameters: Tensor, moments: Tensor, gradient: Tensor, rates: Tensor): Tensor =>
  parameters.tape.record(adamOperation, [gradient, parameters, moments, rates], [1]);
