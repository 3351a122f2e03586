import { abs, divide, square, subtract, where } from "../../autograd/operations/elementwise.ts";
import { permute, reshape, slice } from "../../autograd/operations/movement.ts";
import { mean, sum } from "../../autograd/operations/reduce.ts";
import { sizeOf } from "../../autograd/shape.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { declareFibreAttention, type FibreAttentionOptions, tracedFibreAttention } from "../../nn/fibres/attention.ts";
import { edgesOf } from "../../nn/fibres/edges.ts";
import { type Fibre, type FibreShape, maskedFibre } from "../../nn/fibres/fibre.ts";
import { declareNormNonlinearity, normNonlinearity } from "../../nn/fibres/norm-nonlinearity.ts";
import { declareSelfInteraction, selfInteraction } from "../../nn/fibres/self-interaction.ts";
import { declareTensorField, type TensorFieldOptions, tensorField } from "../../nn/fibres/tensor-field.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import {
  declareInvariantSe3Transformer,
  declareSe3Transformer,
  declareTensorFieldNetwork,
  type InvariantSe3TransformerOptions,
  invariantSe3Transformer,
  se3Transformer,
  tensorFieldNetwork,
} from "../../nn/se3-transformer.ts";
import { chargedEnergy, chargedForces, chargedTrajectory } from "../../tasks/nbody/simulate.ts";
import { comparedFibre, compareLoss, fibreFrom, leavesNamed, pairedWith, shapeFrom, turned } from "./fibres.ts";
import {
  asInput,
  type Case,
  type CaseRunner,
  type Compared,
  Comparison,
  type GoldenTensor,
  type Outcome,
} from "./golden.ts";
import { irrepCases } from "./irreps.ts";

/** Golden cases of the SE(3)-Transformer (`tests/reference/README.md`). */

function edgesFrom(tape: Tape, points: Tensor, inputs: Case) {
  const [batch, count] = points.shape as [number, number];
  const mask = inputs.mask
    ? asInput(tape, inputs.mask)
    : tape.constant(new Array(batch * count).fill(1), [batch, count]);
  const edges = edgesOf({
    points,
    mask,
    listed: inputs.adjacency && asInput(tape, inputs.adjacency),
    scalars: inputs.edge_scalars?.shape[3] > 0 ? asInput(tape, inputs.edge_scalars) : undefined,
  });
  return { mask, edges };
}

const messageOptions = ({ parity, edge_scalars, hidden, x_ij }: Case) => ({
  parity,
  scalars: edge_scalars,
  hidden,
  relative: x_ij ?? "none",
});

/** Positions and velocities are compared to 1e-9, as double precision allows. */
const STATES = 1e5;

function runNbody({ config, inputs, outputs }: Case): Outcome {
  const start = {
    positions: Float64Array.from(inputs.positions.data),
    velocities: Float64Array.from(inputs.velocities.data),
  };
  const charges = inputs.charges.data;
  const comparison = new Comparison();
  comparison.compare("force", chargedForces(start.positions, charges, config.clip), outputs.force.data, 0, 1 / STATES);
  const states = chargedTrajectory(start, charges, config, config.steps);
  const compare = (name: string, found: number[]) => comparison.compare(name, found, outputs[name].data, 0, 1 / STATES);
  compare(
    "positions",
    states.flatMap(({ positions }) => Array.from(positions)),
  );
  compare(
    "velocities",
    states.flatMap(({ velocities }) => Array.from(velocities)),
  );
  const energies = states.map((state) => chargedEnergy(state, charges));
  compare(
    "kinetic",
    energies.map(({ kinetic }) => kinetic),
  );
  compare(
    "potential",
    energies.map(({ potential }) => potential),
  );
  return comparison.outcome();
}

/** Edge features [B, i, j, channels, 2l+1] of one degree among [B, n, heads, all degrees, K]. */
function degreeOf(all: Tensor, shape: FibreShape, degree: number, heads: number): Tensor {
  const [batch, nodes, , , each] = all.shape as [number, number, number, number, number];
  let start = 0;
  for (const [l, channels] of shape) {
    const size = ((2 * l + 1) * channels) / heads;
    if (l === degree) {
      const own = reshape(slice(all, 3, start, start + size), [batch, nodes, heads, 2 * l + 1, channels / heads, each]);
      return reshape(permute(own, [0, 1, 5, 2, 4, 3]), [batch, nodes, each, channels, 2 * l + 1]);
    }
    start += size;
  }
  throw new Error(`There is no degree ${degree}.`);
}

function runLayer(gpu: Gpu, test: Case): Promise<Outcome> {
  const { config, inputs, outputs } = test;
  const options: FibreAttentionOptions = {
    ...messageOptions(config),
    out: shapeFrom(config.fiber_out),
    heads: config.heads,
    divisor: config.div,
    selfInteraction: config.self_interaction,
  };
  const declare = (layout: ParameterLayout) => declareFibreAttention(layout, "", shapeFrom(config.fiber_in), options);
  return compareLoss(gpu, test, declare, (tape, weights) => {
    const points = asInput(tape, inputs.points);
    const { leaves, fibre } = fibreFrom(tape, inputs.features);
    const { mask, edges } = edgesFrom(tape, points, inputs);
    const inner = tracedFibreAttention(weights, "", options, { features: maskedFibre(fibre, mask), edges });
    const { heads } = options;
    const there = reshape(edges.present, [...edges.present.shape, 1, 1]);
    const perEdge = (name: "key" | "value", all: Tensor | null): Compared => {
      const channels = Object.fromEntries(
        Object.entries(outputs[name] as Record<string, GoldenTensor>).map(([l, { shape }]) => [l, shape[3] as number]),
      );
      return Object.fromEntries(
        Object.entries(outputs[name] as Record<string, GoldenTensor>).map(([l, { data }]) => [
          `${name} ${l}`,
          {
            tensor: where(there, degreeOf(all as Tensor, shapeFrom(channels), Number(l), heads), tape.scalar(0)),
            expected: data,
          },
        ]),
      );
    };
    // [B, n, H, K] -> [B, i, j, H], zero where there is no edge.
    const perHead = (x: Tensor): Tensor =>
      where(reshape(edges.present, [...edges.present.shape, 1]), permute(x, [0, 1, 3, 2]), tape.scalar(0));
    return {
      loss: pairedWith(tape, inner.output, inputs.cotangent),
      outputs: {
        edge: { tensor: edges.present, expected: outputs.edge.data },
        ...perEdge("value", inner.values),
        ...perEdge("key", inner.keys),
        ...comparedFibre("query", inner.query, outputs.query),
        ...(inner.scores ? { score: { tensor: perHead(inner.scores), expected: outputs.score.data } } : {}),
        alpha: { tensor: perHead(inner.alpha), expected: outputs.alpha.data },
        ...comparedFibre("z", inner.z, outputs.z),
        ...comparedFibre("output", inner.output, outputs.output),
      },
      wrt: { points, ...leavesNamed(leaves) },
    };
  });
}

function runTensorField(gpu: Gpu, test: Case): Promise<Outcome> {
  const { config, inputs, outputs } = test;
  const options: TensorFieldOptions = {
    ...messageOptions(config),
    out: shapeFrom(config.fiber_out),
    selfInteraction: config.self_interaction,
  };
  const declare = (layout: ParameterLayout) => declareTensorField(layout, "", shapeFrom(config.fiber_in), options);
  return compareLoss(gpu, test, declare, (tape, weights) => {
    const points = asInput(tape, inputs.points);
    const { leaves, fibre } = fibreFrom(tape, inputs.features);
    const { mask, edges } = edgesFrom(tape, points, inputs);
    const output = tensorField(weights, "", options, { features: maskedFibre(fibre, mask), edges });
    return {
      loss: pairedWith(tape, output, inputs.cotangent),
      outputs: {
        edge: { tensor: edges.present, expected: outputs.edge.data },
        ...comparedFibre("output", output, outputs.output),
      },
      wrt: { points, ...leavesNamed(leaves) },
    };
  });
}

/** Layers of a fibre by itself. */
function runPointwise(
  gpu: Gpu,
  test: Case,
  declare: (layout: ParameterLayout) => void,
  apply: (weights: Weights, fibre: Fibre) => Fibre,
): Promise<Outcome> {
  return compareLoss(gpu, test, declare, (tape, weights) => {
    const { leaves, fibre } = fibreFrom(tape, test.inputs.features);
    const output = apply(weights, fibre);
    return {
      loss: pairedWith(tape, output, test.inputs.cotangent),
      outputs: comparedFibre("output", output, test.outputs.output),
      wrt: leavesNamed(leaves),
    };
  });
}

function runNormNonlinearity(gpu: Gpu, test: Case): Promise<Outcome> {
  const { fiber_in, variant } = test.config;
  const declare = (layout: ParameterLayout) => declareNormNonlinearity(layout, "norm.", variant, shapeFrom(fiber_in));
  return runPointwise(gpu, test, declare, (weights, fibre) => normNonlinearity(weights, "norm.", variant, fibre));
}

function runAttentiveSelfInteraction(gpu: Gpu, test: Case): Promise<Outcome> {
  const { fiber_in, fiber_out } = test.config;
  const declare = (layout: ParameterLayout) =>
    declareSelfInteraction(layout, "project.", "attentive", shapeFrom(fiber_in), shapeFrom(fiber_out));
  return runPointwise(gpu, test, declare, (weights, fibre) => selfInteraction(weights, "project.", "attentive", fibre));
}

/** Vectors [B, n, m, 3] of a fibre. */
const vectorsOf = (fibre: Fibre): Tensor => turned(fibre.get(1) as Tensor);

function runNetwork(gpu: Gpu, test: Case): Promise<Outcome> {
  const { config, inputs, outputs, moved } = test;
  const options: InvariantSe3TransformerOptions = {
    ...messageOptions(config),
    input: shapeFrom(config.fiber_in),
    output: shapeFrom(config.fiber_out),
    layers: config.layers,
    degrees: config.degrees,
    channels: config.channels,
    norm: config.norm,
    heads: config.heads ?? 1,
    divisor: config.div ?? 1,
    pool: config.pool ?? "mean",
    outputs: 1,
  };
  const declare = (layout: ParameterLayout) => {
    if (config.network === "molecule") declareInvariantSe3Transformer(layout, options);
    else if (config.network === "tfn") declareTensorFieldNetwork(layout, options);
    else declareSe3Transformer(layout, options);
  };
  return compareLoss(gpu, test, declare, (tape, weights) => {
    const points = asInput(tape, inputs.points);
    const { leaves, fibre } = fibreFrom(tape, inputs.features);
    const answer = (at: Tensor, features: Fibre): Tensor => {
      const { mask, edges } = edgesFrom(tape, at, inputs);
      const given = { features, mask, edges };
      if (config.network === "molecule") return invariantSe3Transformer(weights, options, given).output;
      const network = config.network === "tfn" ? tensorFieldNetwork : se3Transformer;
      return vectorsOf(network(weights, options, given).output);
    };
    const output = answer(points, fibre);
    const target = asInput(tape, inputs.target);
    const apart = subtract(reshape(output, target.shape), target);
    const [batch, count] = points.shape as [number, number];
    let loss = config.network === "molecule" ? mean(abs(apart)) : mean(square(apart));
    if (config.network !== "molecule" && inputs.mask) {
      const present = asInput(tape, inputs.mask);
      const own = where(reshape(present, [batch, count, 1, 1]), square(apart), tape.scalar(0));
      const numbers = inputs.mask.data.reduce((total: number, one: number) => total + one, 0) * 6;
      loss = divide(sum(own), tape.scalar(numbers));
    }
    const { rotation, shift } = moved;
    const turnedBy = (vectors: GoldenTensor, by: readonly number[]): GoldenTensor => ({
      ...vectors,
      data: Array.from({ length: sizeOf(vectors.shape) / 3 }, (_, k) =>
        [0, 1, 2].map((row) =>
          [0, 1, 2].reduce(
            (total, c) => total + rotation.data[3 * row + c] * (vectors.data[3 * k + c] as number),
            by[row] as number,
          ),
        ),
      ).flat(),
    });
    const elsewhere = asInput(tape, turnedBy(inputs.points, shift.data));
    const carried = fibreFrom(tape, {
      ...inputs.features,
      ...(inputs.features[1] ? { 1: turnedBy(inputs.features[1], [0, 0, 0]) } : {}),
    }).fibre;
    return {
      loss,
      outputs: {
        output: { tensor: output, expected: outputs.output.data },
        moved: { tensor: answer(elsewhere, carried), expected: moved.output.data },
      },
      wrt: { points, ...leavesNamed(leaves) },
    };
  });
}

/** Kinds of `se3_transformer.json`. */
export const se3Cases: Readonly<Record<string, CaseRunner>> = {
  ...irrepCases,
  layer: runLayer,
  tfn_layer: runTensorField,
  norm_nonlinearity: runNormNonlinearity,
  attentive_self_interaction: runAttentiveSelfInteraction,
  network: runNetwork,
  nbody: (_, test) => runNbody(test),
};
