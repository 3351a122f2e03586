import { expect, test } from "vitest";
import { layerNorm } from "../../src/autograd/operations/layer-norm.ts";
import { transpose } from "../../src/autograd/operations/matmul.ts";
import { softmax } from "../../src/autograd/operations/softmax.ts";
import { Planner } from "../../src/autograd/passes/plan.ts";
import { shareCommon } from "../../src/autograd/passes/share.ts";
import { Tape } from "../../src/autograd/tape.ts";

test("what several kernels want dense is copied there once for all of them", () => {
  const tape = new Tape();
  const columns = transpose(tape.input("x", [4, 3]));
  const outputs = [softmax(columns), layerNorm(columns, tape.input("scale and shift", [2, 4]))];
  const { calls } = new Planner([...new Set(shareCommon(outputs).values())], outputs);
  expect(calls.map(({ kernel }) => kernel.label).filter((label) => label === "copy")).toHaveLength(1);
  expect(calls).toHaveLength(3);
});
