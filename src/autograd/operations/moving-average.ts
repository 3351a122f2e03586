import type { Operation, Tensor } from "../tape.ts";
import { spread } from "./elementwise.ts";

const operation: Operation = {
  name: "movingAverage",
  dense: true,
  mutates: [0],
  kernel: (node, layouts) => {
    const { size } = node.inputs[0] as Tensor;
    const workgroups = spread(size, 64);
    return {
      label: "dense/moving_average.wgsl",
      module: "dense/moving_average.wgsl",
      constants: { SIZE: size, STRIDE_Y: workgroups[0] * 64, OFFSET1: layouts[1]?.offset ?? 0 },
      workgroups,
    };
  },
};

/** Moves a state a tenth of the way to a value of the same size, in place. */
export const movingAverage = (state: Tensor, value: Tensor): Tensor =>
  state.tape.record(operation, [state, value], [1]);
