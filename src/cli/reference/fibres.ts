import { add, multiply } from "../../autograd/operations/elementwise.ts";
import { permute } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { type Fibre, type FibreShape, fibreShape } from "../../nn/fibres/fibre.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import { asInput, type Case, type Compared, compareRecorded, type GoldenTensor, type Outcome } from "./golden.ts";

/** What golden cases of the SE(3)-Transformer share: fibres as they are written down, and losses by fibres and points. */

export const shapeFrom = (channels: Record<string, number>): FibreShape =>
  fibreShape(Object.entries(channels).map(([l, count]) => [Number(l), count]));

/** Last two axes exchanged: fibres keep channels last, golden vectors components. */
export const turned = (x: Tensor): Tensor =>
  permute(x, [...x.shape.slice(0, -2).keys(), x.shape.length - 1, x.shape.length - 2]);

/** Inputs as golden vectors have them, by degree, and the fibre of them. */
export function fibreFrom(
  tape: Tape,
  golden: Record<string, GoldenTensor>,
): { leaves: Map<string, Tensor>; fibre: Fibre } {
  const leaves = new Map(Object.entries(golden).map(([l, tensor]) => [l, asInput(tape, tensor)]));
  const shape = shapeFrom(
    Object.fromEntries(Object.entries(golden).map(([l, tensor]) => [l, tensor.shape[2] as number])),
  );
  return { leaves, fibre: new Map([...shape.keys()].map((l) => [l, turned(leaves.get(String(l)) as Tensor)])) };
}

export const comparedFibre = (name: string, fibre: Fibre, expected: Record<string, GoldenTensor>): Compared =>
  Object.fromEntries(
    Object.entries(expected).map(([l, { data }]) => [
      `${name} ${l}`,
      { tensor: turned(fibre.get(Number(l)) as Tensor), expected: data },
    ]),
  );

/** sum(output * cotangent) over degrees. */
export function pairedWith(tape: Tape, fibre: Fibre, cotangent: Record<string, GoldenTensor>): Tensor {
  return Object.entries(cotangent)
    .map(([l, tensor]) => sum(multiply(turned(fibre.get(Number(l)) as Tensor), asInput(tape, tensor))))
    .reduce((total, term) => add(total, term));
}

/** Leaves of fibres under the names of their gradients. */
export const leavesNamed = (leaves: ReadonlyMap<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries([...leaves].map(([l, tensor]) => [`features ${l}`, tensor]));

/** Compares what a loss is made of, and its gradients by features, points and parameters. */
export function compareLoss(
  gpu: Gpu,
  test: Case,
  declare: (layout: ParameterLayout) => void,
  record: (tape: Tape, weights: Weights) => { loss: Tensor; outputs: Compared; wrt: Record<string, Tensor> },
): Promise<Outcome> {
  const { params, ...byInput } = test.gradients;
  const expected: Record<string, GoldenTensor> = {};
  for (const [name, value] of Object.entries(byInput) as [string, Case][]) {
    if (value.shape) expected[name] = value;
    else for (const [l, own] of Object.entries(value)) expected[`${name} ${l}`] = own as GoldenTensor;
  }
  return compareRecorded(
    gpu,
    { params: test.params ?? {}, gradients: params ?? expected },
    declare,
    (tape, weights) => {
      const { loss, outputs, wrt } = record(tape, weights);
      return {
        loss,
        outputs: { ...outputs, loss: { tensor: loss, expected: [test.loss] } },
        wrt: Object.fromEntries(
          Object.entries(wrt).map(([name, tensor]) => [name, { tensor, expected: expected[name]?.data ?? [] }]),
        ),
      };
    },
  );
}
