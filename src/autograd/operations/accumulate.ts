import { spread } from "../indexing.ts";
import type { Operation, Tensor } from "../tape.ts";

interface Attributes {
  readonly keep: number;
  readonly weight: number;
}

const operation: Operation<Attributes> = {
  name: "accumulate",
  dense: true,
  mutates: [0],
  kernel: (node, layouts) => {
    const { size } = node.inputs[0] as Tensor;
    const { keep, weight } = node.attributes;
    const workgroups = spread(size, 64);
    return {
      label: "dense/accumulate.wgsl",
      module: "dense/accumulate.wgsl",
      constants: {
        SIZE: size,
        STRIDE_Y: workgroups[0] * 64,
        OFFSET1: layouts[1]?.offset ?? 0,
        KEEP: keep,
        WEIGHT: weight,
      },
      workgroups,
    };
  },
};

const record = (state: Tensor, value: Tensor, attributes: Attributes): Tensor =>
  state.tape.record(operation, [state, value], [1], attributes);

/** Moves a state a tenth of the way to a value of the same size, in place. */
export const movingAverage = (state: Tensor, value: Tensor): Tensor => record(state, value, { keep: 0.9, weight: 0.1 });

/** Adds `weight` times a value to a state of the same size, in place. */
export const accumulate = (state: Tensor, value: Tensor, weight: number): Tensor =>
  record(state, value, { keep: 1, weight });
