import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { crossEntropy } from "../autograd/operations/cross-entropy.ts";
import { multiply } from "../autograd/operations/elementwise.ts";
import {
  groupComposeNext,
  groupDistances,
  groupExp,
  groupInverse,
  groupLog,
} from "../autograd/operations/group-operations.ts";
import { lift, pairFeatures } from "../autograd/operations/lift.ts";
import { reshape } from "../autograd/operations/movement.ts";
import { mean, sum } from "../autograd/operations/reduce.ts";
import { sizeOf } from "../autograd/shape.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Group } from "../lie/group.ts";
import { groups } from "../lie/registry.ts";
import { declareLieSelfAttention, decomposedLieSelfAttention, lieSelfAttention } from "../nn/lie-self-attention.ts";
import { declareLieTransformer, type LieTransformerOptions, lieTransformer } from "../nn/lie-transformer.ts";
import { ParameterLayout, Parameters } from "../nn/parameters.ts";

/** Golden vectors: the format is described in `tests/reference/README.md`. */
interface GoldenTensor {
  readonly shape: number[];
  readonly data: number[];
}
// biome-ignore lint/suspicious/noExplicitAny: a case is JSON whose entries depend on its kind.
export type Case = any;

export interface Outcome {
  readonly status: "passed" | "failed" | "skipped";
  /** Largest error relative to its tensor's largest entry. */
  readonly error: number;
  /** Which tensor was worst, or why the case was skipped. */
  readonly detail: string;
}

const TOLERANCE = 1e-4;

/** Collects the worst relative error of a case. */
class Comparison {
  #error = 0;
  #worst = "nothing compared";

  /**
   * Gradients that cancel are asked for no more than float32 holds: an error below 1e-8 of the case's largest gradient,
   * a tenth of its rounding, passes; and where symmetry makes a tensor zero, one below 1e-5.
   * @param floor largest gradient of the case; 0 for what is no gradient
   */
  compare(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): void {
    let largest = 0;
    let difference = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
    for (let k = 0; k < expected.length; k++) {
      largest = Math.max(largest, Math.abs(expected[k] as number));
      const d = Math.abs((actual[k] as number) - (expected[k] as number));
      difference = Number.isNaN(d) ? Number.POSITIVE_INFINITY : Math.max(difference, d);
    }
    const scale = largest > floor * 1e-6 ? Math.max(largest, floor * 1e-4) : Math.max(floor * 0.1, 1e-2);
    const error = difference / (scale || 1);
    if (error >= this.#error) {
      this.#error = error;
      this.#worst = name;
    }
  }

  outcome(): Outcome {
    const status = this.#error <= TOLERANCE ? "passed" : "failed";
    return { status, error: this.#error, detail: this.#worst };
  }
}

const skipped = (detail: string): Outcome => ({ status: "skipped", error: 0, detail });

function largestOf(record: Record<string, GoldenTensor>): number {
  return Math.max(0, ...Object.values(record).flatMap(({ data }) => data.map(Math.abs)));
}

const asInput = (tape: Tape, { data, shape }: GoldenTensor): Tensor => tape.constant(data, shape);

/** Stabiliser samples of a case, or zeros for groups that draw none. */
function stabiliserOf(tape: Tape, inputs: Case, samples: number): Tensor {
  const [batch, points] = inputs.points.shape;
  if (inputs.stabiliser) return asInput(tape, inputs.stabiliser);
  return tape.constant(new Array(batch * points * samples).fill(0), [batch, points, samples]);
}

const rowsOf = (flat: ArrayLike<number>, size: number): number[][] =>
  Array.from({ length: flat.length / size }, (_, k) => Array.prototype.slice.call(flat, k * size, (k + 1) * size));

/** Matrices of GPU elements; T(n) and SE(2) are homogeneous 3 x 3. */
const matrices = (group: Group, flat: Float32Array): number[] =>
  rowsOf(flat, group.elementSize).flatMap((element) => group.matrix(element));

async function runOperations(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const tape = new Tape(gpu.target);
  const elements = groupExp(group, asInput(tape, test.algebra));
  const algebra = rowsOf(test.algebra.data, group.algebraDim);
  const picked: number[][] = test.picked.data.map((row: number) => algebra[row]);
  const chosen = groupExp(group, tape.constant(picked.flat(), [picked.length, group.algebraDim]));
  const pairs = pairFeatures(group, reshape(chosen, [1, picked.length, group.elementSize]), 1);
  const program = await compile(gpu, {
    exp: elements,
    log: groupLog(group, elements),
    inverse: groupInverse(group, elements),
    compose: groupComposeNext(group, elements),
    pairs,
    distance: groupDistances(group, pairs),
  });
  program.run();
  const got = await program.read("exp", "log", "inverse", "compose", "pairs", "distance");
  program.destroy();
  const comparison = new Comparison();
  comparison.compare("exp", matrices(group, got.exp), test.exp.data);
  comparison.compare("log", got.log, test.log_of_exp.data);
  comparison.compare("inverse", matrices(group, got.inverse), test.inverse.data);
  comparison.compare("compose", matrices(group, got.compose), test.compose_next.data);
  comparison.compare("pairs", got.pairs, test.pairs.data);
  comparison.compare("distance", got.distance, test.distance.data);
  return comparison.outcome();
}

async function runLift(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const tape = new Tape(gpu.target);
  const elements = lift(group, asInput(tape, test.points), stabiliserOf(tape, test, test.samples));
  const pairs = pairFeatures(group, elements, test.samples);
  const outputs = { elements, pairs, ...(test.distance ? { distance: groupDistances(group, pairs) } : {}) };
  const program = await compile(gpu, outputs);
  program.run();
  const got = await program.read(...(Object.keys(outputs) as (keyof typeof outputs)[]));
  program.destroy();
  const comparison = new Comparison();
  if (test.elements) comparison.compare("elements", matrices(group, got.elements), test.elements.data);
  comparison.compare("pairs", got.pairs, test.pairs.data);
  if (test.distance && got.distance) comparison.compare("distance", got.distance, test.distance.data);
  return comparison.outcome();
}

/** Parameters on the GPU with a case's values, and the gradients of a loss in named form. */
function loadParameters(gpu: Gpu, layout: ParameterLayout, named: Record<string, GoldenTensor>): Parameters {
  const parameters = new Parameters(gpu.device, layout);
  parameters.write(parameters.pack(new Map(Object.entries(named).map(([name, { data }]) => [name, data]))));
  return parameters;
}

async function compareGradients(
  gpu: Gpu,
  comparison: Comparison,
  label: string,
  parameters: Parameters,
  stored: Map<string, Tensor>,
  loss: Tensor,
  outputs: Record<string, { tensor: Tensor; expected: ArrayLike<number> }>,
  wrt: Record<string, { tensor: Tensor; expected: ArrayLike<number> }>,
  expected: Record<string, GoldenTensor>,
): Promise<void> {
  const leaves = [...stored.values()];
  const inputs = Object.values(wrt);
  const derivatives = gradients(loss, [...leaves, ...inputs.map(({ tensor }) => tensor)]);
  const named: Record<string, Tensor> = { loss };
  for (const [name, { tensor }] of Object.entries(outputs)) named[name] = tensor;
  derivatives.forEach((tensor, k) => {
    named[`gradient ${k}`] = tensor;
  });
  const program = await compile(gpu, named);
  program.run();
  const got = await program.read(...Object.keys(named));
  program.destroy();
  for (const [name, { expected: values }] of Object.entries(outputs)) {
    comparison.compare(`${label}${name}`, got[name] as Float32Array, values);
  }
  const flat = new Float32Array(parameters.layout.size);
  parameters.layout.stored.forEach(({ offset }, k) => {
    flat.set(got[`gradient ${k}`] as Float32Array, offset);
  });
  const floor = largestOf(expected);
  for (const [name, { data }] of parameters.unpack(flat)) {
    comparison.compare(`${label}d ${name}`, data, (expected[name] as GoldenTensor).data, floor);
  }
  Object.entries(wrt).forEach(([name, { expected: values }], k) => {
    comparison.compare(`${label}d ${name}`, got[`gradient ${leaves.length + k}`] as Float32Array, values, floor);
  });
}

async function runAttention(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const { config, inputs, outputs } = test;
  const options = {
    group,
    samples: test.samples,
    heads: config.heads,
    hidden: config.kernel_dim,
    width: config.width,
    normalise: config.normalise,
    activation: config.activation,
  };
  const layout = new ParameterLayout();
  declareLieSelfAttention(layout, "", options);
  const parameters = loadParameters(gpu, layout, test.params);
  const comparison = new Comparison();
  for (const form of inputs.neighbours ? (["decomposed"] as const) : (["decomposed", "fused"] as const)) {
    const tape = new Tape(gpu.target);
    const stored = parameters.record(tape);
    const features = asInput(tape, inputs.features);
    const layer = {
      features,
      elements: lift(group, asInput(tape, inputs.points), stabiliserOf(tape, inputs, test.samples)),
      mask: asInput(tape, inputs.mask),
      neighbours: inputs.neighbours ? asInput(tape, inputs.neighbours) : undefined,
    };
    const inner = form === "decomposed" ? decomposedLieSelfAttention(stored, "", options, layer) : null;
    const output = inner?.output ?? lieSelfAttention(stored, "", options, layer);
    const loss = sum(multiply(output, asInput(tape, inputs.cotangent)));
    await compareGradients(
      gpu,
      comparison,
      `${form} `,
      parameters,
      stored,
      loss,
      {
        output: { tensor: output, expected: outputs.output.data },
        ...(inner
          ? {
              scores: { tensor: inner.scores, expected: outputs.scores.data },
              weights: { tensor: inner.weights, expected: outputs.weights.data },
            }
          : {}),
      },
      {
        features: { tensor: features, expected: test.gradients.features.data },
        ...(inner ? { pairs: { tensor: inner.pairs, expected: test.gradients.pairs.data } } : {}),
      },
      test.gradients.params,
    );
  }
  parameters.destroy();
  return comparison.outcome();
}

async function runModel(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const { config, inputs, outputs } = test;
  const options: LieTransformerOptions = {
    group,
    samples: test.samples,
    heads: config.heads,
    hidden: config.kernel_dim,
    width: config.width,
    normalise: config.normalise,
    activation: config.activation,
    layers: config.layers,
    blockNorm: config.block_norm,
    pool: config.pool,
    layout: config.layout,
    headNorm: config.output_norm === "layer",
    inputs: inputs.features.shape[2],
    outputs: sizeOf(outputs.logits.shape) / outputs.logits.shape[0],
  };
  const layout = new ParameterLayout();
  declareLieTransformer(layout, options);
  const comparison = new Comparison();
  for (const slice of layout.slices) {
    comparison.compare(
      `initial ${slice.name}`,
      [slice.halfWidth ?? 0],
      [test.init_half_width?.[slice.name] ?? slice.halfWidth ?? 0],
    );
  }
  const parameters = loadParameters(gpu, layout, test.params);
  // Gradients of positions go through the decomposed attention; without them everything is fused.
  const forms = test.gradients.points ? ["fused", "positions"] : ["fused"];
  for (const form of forms) {
    const tape = new Tape(gpu.target);
    const stored = parameters.record(tape);
    const points = asInput(tape, inputs.points);
    const logits = lieTransformer(stored, options, {
      features: asInput(tape, inputs.features),
      elements: lift(group, points, stabiliserOf(tape, inputs, test.samples)),
      mask: asInput(tape, inputs.mask),
    });
    const rows = reshape(logits, [sizeOf(inputs.labels.shape), 3]);
    const loss = mean(crossEntropy(rows, reshape(asInput(tape, inputs.labels), [rows.shape[0] as number])));
    await compareGradients(
      gpu,
      comparison,
      `${form} `,
      parameters,
      stored,
      loss,
      { logits: { tensor: logits, expected: outputs.logits.data } },
      form === "positions" ? { points: { tensor: points, expected: test.gradients.points.data } } : {},
      test.gradients.params,
    );
  }
  parameters.destroy();
  return comparison.outcome();
}

/** Runs one golden case on the GPU. A kind, group or option that is not built yet is skipped, and named. */
export async function runCase(gpu: Gpu, test: Case): Promise<Outcome> {
  if (!("group" in test)) return skipped(`${test.kind} is not built yet`);
  const group = groups.find(({ name }) => name === test.group);
  if (!group) return skipped(`group ${test.group} is not built yet`);
  if (test.kind === "operations") {
    return group.algebraDim > 0 ? runOperations(gpu, test, group) : skipped(`${group.name} has no logarithm`);
  }
  if (test.kind === "lift") return runLift(gpu, test, group);
  if (test.kind) return skipped(`${test.kind} dynamics are not built yet`);
  const { content, location, combine } = test.config;
  if (content !== "dot" || location !== "net" || combine !== "sum") {
    return skipped(`attention ${content}/${location}/${combine} is not built yet`);
  }
  if (!test.task) return runAttention(gpu, test, group);
  if (test.task !== "classification") return skipped(`task ${test.task} is not built yet`);
  if (test.inputs.neighbours) return skipped("neighbour tables in networks are not built yet");
  return runModel(gpu, test, group);
}
