import type { Operation, Tensor } from "../tape.ts";
import { elementwiseKernel } from "./elementwise.ts";

export const copyOperation: Operation = {
  name: "copy",
  kernel: (node, layouts) => elementwiseKernel("copy", node.shape, layouts, "x0"),
  vjp: (_, cotangent) => [cotangent],
};

/** The same values in dense storage of their own. */
export const copy = (x: Tensor): Tensor => x.tape.record(copyOperation, [x], x.shape);
