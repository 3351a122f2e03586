import type { Layout } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { multiply, subtract } from "./elementwise.ts";
import { sum } from "./reduce.ts";
import { sharedRowKernel } from "./row-kernel.ts";

const softmaxOperation: Operation = {
  name: "softmax",
  dense: true,
  kernel: (node, layouts) =>
    sharedRowKernel(node.tape.variants, "dense/softmax.wgsl", node.shape, layouts as Layout[], (tape) => ({
      softmax: softmax(tape.input("x", node.shape)),
    })),
  vjp: (node, cotangent) => {
    const weighted = multiply(node, cotangent);
    return [subtract(weighted, multiply(node, sum(weighted, [node.shape.length - 1])))];
  },
};

/** Softmax over the last axis. Mask beforehand with `where(mask, x, -1e38)`: a fully masked row becomes uniform. */
export const softmax = (x: Tensor): Tensor => x.tape.record(softmaxOperation, [x], x.shape);
