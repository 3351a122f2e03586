import { expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { lift } from "../../src/autograd/operations/lift.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { Tape } from "../../src/autograd/tape.ts";
import { groupNamed } from "../../src/lie/registry.ts";
import { mlpKernel } from "../../src/nn/lie-self-attention.ts";
import { declareLieTransformer, type LieTransformerOptions, lieTransformer } from "../../src/nn/lie-transformer.ts";
import { ParameterLayout, Parameters } from "../../src/nn/parameters.ts";
import { evaluate, testGpu } from "../support/gpu.ts";
import { normals } from "../support/numbers.ts";

const options: LieTransformerOptions = {
  group: groupNamed("SE2"),
  samples: 2,
  heads: 2,
  width: 8,
  hidden: 4,
  ...mlpKernel,
  normalise: "softmax",
  activation: "swish",
  layers: 2,
  blockNorm: "layer_pre",
  pool: "mean",
  layout: "pool_then_head",
  headNorm: "layer",
  inputs: 3,
  outputs: 2,
};

test("merged dispatches compute the same bits, and are fewer", async () => {
  const gpu = await testGpu();
  const layout = new ParameterLayout();
  declareLieTransformer(layout, options);
  const parameters = new Parameters(gpu.device, layout);
  const drawn = layout.slices.map(({ name, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return [name, normals(size, name, 0.4)] as const;
  });
  parameters.write(parameters.pack(new Map(drawn)));
  const record = (tape: Tape) => {
    const weights = parameters.record(tape);
    const points = tape.constant(normals(2 * 5 * 2, "points"), [2, 5, 2]);
    const features = tape.constant(normals(2 * 5 * 3, "features"), [2, 5, 3]);
    const angles = tape.constant(normals(2 * 5 * 2, "angles"), [2, 5, 2]);
    const mask = tape.constant([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], [2, 5]);
    const output = lieTransformer(weights, options, {
      features,
      elements: lift(options.group, points, angles, options.samples),
      mask,
    });
    const wanted = [...weights];
    const found = gradients(
      sum(output),
      wanted.map(([, tensor]) => tensor),
    );
    return { output, ...Object.fromEntries(wanted.map(([name], k) => [name, found[k] as (typeof found)[0]])) };
  };
  expect(await evaluate(record, { merge: true })).toEqual(await evaluate(record, { merge: false }));
  const counts = [];
  for (const merge of [true, false]) {
    const program = await compile(gpu, record(new Tape()), { merge });
    counts.push(program.dispatchCount);
    program.destroy();
  }
  const [merged, single] = counts as [number, number];
  expect(merged).toBeLessThan(0.7 * single);
});
