import type { Layout } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { equal, multiply, subtract } from "./elementwise.ts";
import { reshape } from "./movement.ts";
import { rowKernel } from "./row-kernel.ts";
import { softmax } from "./softmax.ts";

const crossEntropyOperation: Operation = {
  name: "crossEntropy",
  dense: true,
  kernel: (node, layouts) =>
    rowKernel("dense/cross_entropy.wgsl", (node.inputs[0] as Tensor).shape, layouts as Layout[]),
  vjp: (node, cotangent) => {
    const [logits, labels] = node.inputs as [Tensor, Tensor];
    const [rows, classes] = logits.shape as [number, number];
    const column = node.tape.constant(
      Array.from({ length: classes }, (_, k) => k),
      [classes],
    );
    const oneHot = equal(reshape(labels, [rows, 1]), column);
    return [multiply(subtract(softmax(logits), oneHot), reshape(cotangent, [rows, 1])), null];
  },
};

/** -log softmax(logits)[label] of each row: logits [R, classes], labels [R] (whole numbers) -> [R]. */
export function crossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return logits.tape.record(crossEntropyOperation, [logits, labels], [logits.shape[0] as number]);
}
