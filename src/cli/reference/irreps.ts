import { add, divide, multiply, sqrt, square } from "../../autograd/operations/elementwise.ts";
import { harmonics } from "../../autograd/operations/harmonics.ts";
import {
  kernelBasisOf,
  type RadialNet,
  radialNet,
  radialPlaces,
} from "../../autograd/operations/materialised-kernel.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { couplingEntries } from "../../lie/irreps/clebsch-gordan.ts";
import { wignerMatrices } from "../../lie/irreps/wigner.ts";
import { radialSlices } from "../../nn/fibres/messages.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import { compareLoss } from "./fibres.ts";
import { asInput, type Case, type CaseRunner, Comparison, type GoldenTensor, type Outcome } from "./golden.ts";

/** Golden cases of what equivariant kernels are made of: harmonics, representations, couplings, radial nets. */

function runWigner({ inputs, outputs }: Case): Outcome {
  const comparison = new Comparison();
  const count = inputs.rotations.shape[0] as number;
  const degree = Math.max(...Object.keys(outputs).map(Number));
  const found = Array.from({ length: count }, (_, k) =>
    wignerMatrices(inputs.rotations.data.slice(9 * k, 9 * k + 9), degree),
  );
  for (const [l, { data }] of Object.entries(outputs) as [string, GoldenTensor][]) {
    comparison.compare(
      `degree ${l}`,
      found.flatMap((own) => own[Number(l)] as number[]),
      data,
    );
  }
  return comparison.outcome();
}

function runClebschGordan({ tensors }: Case): Outcome {
  const comparison = new Comparison();
  for (const { l, k, J, Q } of tensors) {
    const full = new Array<number>(Q.data.length).fill(0);
    for (const { a, c, m, value } of couplingEntries(l, k, J)) full[(a * (2 * k + 1) + c) * (2 * J + 1) + m] = value;
    comparison.compare(`${l} ${k} ${J}`, full, Q.data);
  }
  return comparison.outcome();
}

/** For what has no parameters. */
const nothing = () => {};

const unit = (vectors: Tensor): Tensor => divide(vectors, sqrt(sum(square(vectors), [1])));

/** Of vectors that are 1e-6 short in float32 as in float64: their squares do not vanish. */
const runHarmonics = (gpu: Gpu, test: Case) =>
  compareLoss(gpu, test, nothing, (tape) => {
    const vectors = asInput(tape, test.inputs.vectors);
    const direction = unit(vectors);
    const degrees = Object.keys(test.outputs).map(Number);
    const found = harmonics(direction, Math.max(...degrees));
    const columns = new Map(degrees.map((l) => [l, slice(found, 1, l * l, (l + 1) * (l + 1))]));
    const loss = degrees
      .map((l) => sum(multiply(columns.get(l) as Tensor, asInput(tape, test.inputs.cotangent[l]))))
      .reduce((total, term) => add(total, term));
    const outputs = degrees.map((l) => [
      `degree ${l}`,
      { tensor: columns.get(l) as Tensor, expected: test.outputs[l].data },
    ]);
    return { loss, outputs: Object.fromEntries(outputs), wrt: { vectors } };
  });

const runKernelBasis = (gpu: Gpu, test: Case) =>
  compareLoss(gpu, test, nothing, (tape) => {
    const vectors = asInput(tape, test.inputs.vectors);
    const direction = unit(vectors);
    const found = test.kernels.map(({ l, k, J, W, cotangent }: Case) => {
      const kernel = reshape(kernelBasisOf({ l, k, orders: [J] }, direction), W.shape);
      return {
        name: `${l} ${k} ${J}`,
        kernel,
        expected: W.data,
        term: sum(multiply(kernel, asInput(tape, cotangent))),
      };
    });
    return {
      loss: found.map(({ term }: Case) => term).reduce((total: Tensor, term: Tensor) => add(total, term)),
      outputs: Object.fromEntries(
        found.map(({ name, kernel, expected }: Case) => [name, { tensor: kernel, expected }]),
      ),
      wrt: { vectors },
    };
  });

function runRadial(gpu: Gpu, test: Case): Promise<Outcome> {
  const { edge_scalars: scalars, hidden, outputs } = test.config;
  const kernel: RadialNet = { orders: [0], inputs: 1, outputs, scalars, hidden };
  const declare = (layout: ParameterLayout) =>
    layout.pack("radial", [radialPlaces(kernel).size], radialSlices("radial", kernel, 0));
  return compareLoss(gpu, test, declare, (tape, weights) => {
    const features = asInput(tape, test.inputs.features);
    const output = radialNet(kernel, weights.get("radial") as Tensor, features);
    return {
      loss: sum(multiply(output, asInput(tape, test.inputs.cotangent))),
      outputs: { output: { tensor: output, expected: test.outputs.output.data } },
      wrt: { features },
    };
  });
}

/** Kinds of `se3_transformer.json` that have no fibres. */
export const irrepCases: Readonly<Record<string, CaseRunner>> = {
  harmonics: runHarmonics,
  wigner: (_, test) => runWigner(test),
  clebsch_gordan: (_, test) => runClebschGordan(test),
  kernel_basis: runKernelBasis,
  radial: runRadial,
};
