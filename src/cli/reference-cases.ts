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
import { reshape, slice } from "../autograd/operations/movement.ts";
import { mean, sum } from "../autograd/operations/reduce.ts";
import { meanAbsoluteError } from "../autograd/operations/regression-losses.ts";
import { sizeOf } from "../autograd/shape.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Gpu } from "../gpu/device.ts";
import { drawStabiliser, type Element, type Group, stabiliserSize } from "../lie/group.ts";
import { groups } from "../lie/registry.ts";
import {
  declareLieSelfAttention,
  decomposedLieSelfAttention,
  type LieSelfAttentionOptions,
  lieSelfAttention,
} from "../nn/lie-self-attention.ts";
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
   * Gradients that cancel are asked for no more than float32 holds: an error below 6e-8 of the case's largest gradient,
   * its rounding, passes (the reference itself in float32 is allowed 2e-6); and where symmetry makes a tensor zero, one
   * below 1e-5.
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
    const scale = largest > floor * 1e-6 ? Math.max(largest, floor * 6e-4) : Math.max(floor * 0.1, 1e-2);
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

/** The points of a case lifted with its stabiliser samples, or with those that are fixed. */
function liftCase(group: Group, points: Tensor, inputs: Case, samples: number): Tensor {
  const [batch, count] = points.shape as [number, number];
  const shape = [batch, count, samples * stabiliserSize(group)];
  const fixed = () => Array.from({ length: batch * count }, () => drawStabiliser(group, samples, notRandom)).flat();
  const stabiliser = points.tape.constant(inputs.stabiliser?.data ?? fixed(), shape);
  return lift(group, points, stabiliser, samples);
}

const notRandom = { uniform: () => 0, normal: () => 0 };

const rowsOf = (flat: ArrayLike<number>, size: number): number[][] =>
  Array.from({ length: flat.length / size }, (_, k) => Array.prototype.slice.call(flat, k * size, (k + 1) * size));

/** Matrices of GPU elements. */
const matrices = (group: Group, flat: Float32Array): number[] =>
  rowsOf(flat, group.elementSize).flatMap((element) => group.matrix(element));

/** Rotations this close to pi have a logarithm whose sign float32 does not decide: they are compared through exp. */
const NEAR_PI = 0.02;

/** Logarithms with what follows them in their rows, so that two logarithms of one element compare as equal. */
function throughExp(group: Group, rows: readonly number[][], expected: readonly number[][]): number[] {
  return rows.flatMap((row, k) => {
    const algebra = (expected[k] as number[]).slice(0, group.algebraDim);
    if (Math.abs(group.rotationAngle(algebra) - Math.PI) > NEAR_PI) return row;
    return [...group.matrix(group.exp(row.slice(0, group.algebraDim))), ...row.slice(group.algebraDim)];
  });
}

function compareLogarithms(
  comparison: Comparison,
  name: string,
  group: Group,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  columns: number,
): void {
  if (group.algebraDim === 0) {
    comparison.compare(name, actual, expected);
    return;
  }
  const [rows, wanted] = [rowsOf(actual, columns), rowsOf(expected, columns)];
  comparison.compare(name, throughExp(group, rows, wanted), throughExp(group, wanted, wanted));
}

async function runOperations(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const tape = new Tape(gpu.variants);
  const elements = groupExp(group, asInput(tape, test.algebra));
  const algebra = rowsOf(test.algebra.data, group.algebraDim);
  const picked = test.picked.data.map((row: number, k: number): Element => {
    const element = [...group.exp(algebra[row] as number[])];
    if (group.label !== undefined) element[group.label] = test.q.data[k];
    return element;
  });
  const chosen = tape.constant(picked.flat(), [1, picked.length, group.elementSize]);
  const pairs = pairFeatures({ group, samples: 1 }, chosen);
  const program = await compile(gpu, {
    exp: elements,
    log: groupLog(group, elements),
    inverse: groupInverse(group, elements),
    compose: groupComposeNext(group, elements),
    pairs,
    distance: groupDistances(group, pairs, test.samples),
  });
  program.run();
  const got = await program.read("exp", "log", "inverse", "compose", "pairs", "distance");
  program.destroy();
  const comparison = new Comparison();
  comparison.compare("exp", matrices(group, got.exp), test.exp.data);
  compareLogarithms(comparison, "log", group, got.log, test.log_of_exp.data, group.algebraDim);
  comparison.compare("inverse", matrices(group, got.inverse), test.inverse.data);
  comparison.compare("compose", matrices(group, got.compose), test.compose_next.data);
  compareLogarithms(comparison, "pairs", group, got.pairs, test.pairs.data, group.pairDim);
  comparison.compare("distance", got.distance, test.distance.data);
  return comparison.outcome();
}

async function runLift(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const tape = new Tape(gpu.variants);
  const elements = liftCase(group, asInput(tape, test.points), test, test.samples);
  const pairs = pairFeatures({ group, samples: test.samples }, elements);
  const outputs = {
    elements,
    pairs,
    ...(test.distance ? { distance: groupDistances(group, pairs, test.samples) } : {}),
  };
  const program = await compile(gpu, outputs, { merge: false });
  program.run();
  const got = await program.read(...(Object.keys(outputs) as (keyof typeof outputs)[]));
  program.destroy();
  const comparison = new Comparison();
  if (test.elements) comparison.compare("elements", matrices(group, got.elements), test.elements.data);
  compareLogarithms(comparison, "pairs", group, got.pairs, test.pairs.data, group.pairDim);
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
  const program = await compile(gpu, named, { merge: false });
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

function attentionOptions({ samples, config }: Case, group: Group): LieSelfAttentionOptions {
  return {
    group,
    samples,
    heads: config.heads,
    hidden: config.kernel_dim,
    embed: config.embed_dim ?? 0,
    width: config.width,
    content: config.content,
    location: config.location,
    combine: config.combine,
    normalise: config.normalise,
    activation: config.activation,
  };
}

/** Mean cross entropy of the counts, or mean |prediction - (target - median) / mad| (specification 6.3, 7). */
function lossOf(output: Tensor, inputs: Case): Tensor {
  const { tape } = output;
  if (inputs.labels) {
    const rows = reshape(output, [sizeOf(inputs.labels.shape), 3]);
    return mean(crossEntropy(rows, reshape(asInput(tape, inputs.labels), [rows.shape[0] as number])));
  }
  const { median, mad, target } = inputs;
  const standardised = target.data.map((value: number) => (value - median) / mad);
  return meanAbsoluteError(output, tape.constant(standardised, output.shape));
}

/** Of all pairs [B, M, M, D], those of each element with its neighbours, [B, M, K, D]. */
function pairsOf({ shape, data }: GoldenTensor, neighbours: GoldenTensor | undefined): readonly number[] {
  if (!neighbours) return data;
  const [, count, , size] = shape as [number, number, number, number];
  const keys = neighbours.shape[2] as number;
  return neighbours.data.flatMap((key, k) => {
    const start = (Math.floor(k / keys) * count + key) * size;
    return data.slice(start, start + size);
  });
}

async function runAttention(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const { inputs, outputs } = test;
  const options = attentionOptions(test, group);
  const layout = new ParameterLayout();
  declareLieSelfAttention(layout, "", options);
  const parameters = loadParameters(gpu, layout, test.params);
  const comparison = new Comparison();
  for (const form of ["decomposed", "fused"] as const) {
    const tape = new Tape(gpu.variants);
    const stored = parameters.record(tape);
    const features = asInput(tape, inputs.features);
    const layer = {
      features,
      elements: liftCase(group, asInput(tape, inputs.points), inputs, test.samples),
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
        ...(inner
          ? { pairs: { tensor: inner.pairs, expected: pairsOf(test.gradients.pairs, inputs.neighbours) } }
          : {}),
      },
      test.gradients.params,
    );
  }
  parameters.destroy();
  return comparison.outcome();
}

async function runModel(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const { config, inputs, outputs } = test;
  const result: GoldenTensor = outputs.logits ?? outputs.prediction;
  const options: LieTransformerOptions = {
    ...attentionOptions(test, group),
    layers: config.layers,
    blockNorm: config.block_norm,
    pool: config.pool,
    layout: config.layout,
    headNorm: config.output_norm ?? "none",
    inputs: inputs.features.shape[2],
    outputs: sizeOf(result.shape) / (result.shape[0] as number),
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
    const tape = new Tape(gpu.variants);
    const stored = parameters.record(tape);
    const points = asInput(tape, inputs.points);
    const tables: Tensor | null = inputs.neighbours ? asInput(tape, inputs.neighbours) : null;
    const output = lieTransformer(stored, options, {
      features: asInput(tape, inputs.features),
      elements: liftCase(group, points, inputs, test.samples),
      mask: asInput(tape, inputs.mask),
      neighbours:
        tables?.shape[0] === options.layers
          ? Array.from({ length: options.layers }, (_, l) => reshape(slice(tables, 0, l, l + 1), tables.shape.slice(1)))
          : undefined,
    });
    const loss = lossOf(output, inputs);
    await compareGradients(
      gpu,
      comparison,
      `${form} `,
      parameters,
      stored,
      loss,
      { output: { tensor: output, expected: result.data }, loss: { tensor: loss, expected: [test.loss] } },
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
  return test.task ? runModel(gpu, test, group) : runAttention(gpu, test, group);
}
