import { compile } from "../../autograd/compile.ts";
import { gradients } from "../../autograd/gradients.ts";
import { lift } from "../../autograd/operations/lift.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Group } from "../../lie/group.ts";
import type { LieTransformerOptions } from "../../nn/lie-transformer.ts";
import { ParameterLayout, Parameters } from "../../nn/parameters.ts";
import type { LieSelfAttentionOptions } from "../../nn/terms/term.ts";

/** Golden vectors: the format is described in `tests/reference/README.md`. */
export interface GoldenTensor {
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

/** How the cases of one kind are run. */
export type CaseRunner = (gpu: Gpu, test: Case) => Outcome | Promise<Outcome>;

const TOLERANCE = 1e-4;
/** With location nets in 16-bit floats, which round by 2^-11: outputs and gradients of a few layers of them. */
const HALF_TOLERANCE = 1e-2;

/** Collects the worst relative error of a case. */
export class Comparison {
  readonly #tolerance: number;
  #error = 0;
  #worst = "nothing compared";

  constructor(half = false) {
    this.#tolerance = half ? HALF_TOLERANCE : TOLERANCE;
  }

  /**
   * Gradients that cancel are asked for no more than float32 holds: an error below 6e-8 of the case's largest gradient,
   * its rounding, passes (the reference itself in float32 is allowed 2e-6); and where symmetry makes a tensor zero, one
   * below 1e-5.
   * @param floor largest gradient of the case; 0 for what is no gradient
   * @param slack how many times the tolerance a tensor is allowed
   */
  compare(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0, slack = 1): void {
    let largest = 0;
    let difference = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
    for (let k = 0; k < expected.length; k++) {
      largest = Math.max(largest, Math.abs(expected[k] as number));
      const d = Math.abs((actual[k] as number) - (expected[k] as number));
      difference = Number.isNaN(d) ? Number.POSITIVE_INFINITY : Math.max(difference, d);
    }
    const scale = largest > floor * 1e-6 ? Math.max(largest, floor * 6e-4) : Math.max(floor * 0.1, 1e-2);
    const error = difference / (scale || 1) / slack;
    if (error >= this.#error) {
      this.#error = error;
      this.#worst = name;
    }
  }

  outcome(): Outcome {
    const status = this.#error <= this.#tolerance ? "passed" : "failed";
    return { status, error: this.#error, detail: this.#worst };
  }
}

export const skipped = (detail: string): Outcome => ({ status: "skipped", error: 0, detail });

function largestOf(record: Record<string, GoldenTensor>): number {
  return Math.max(0, ...Object.values(record).flatMap(({ data }) => data.map(Math.abs)));
}

export const asInput = (tape: Tape, { data, shape }: GoldenTensor): Tensor => tape.constant(data, shape);

/** The points of a case lifted with its stabiliser samples, or with those that are fixed. */
export function liftCase(group: Group, points: Tensor, inputs: Case, samples: number): Tensor {
  const [batch, count] = points.shape as [number, number];
  const shape = [batch, count, samples * group.stabiliser.size];
  const fixed = () => Array.from({ length: batch * count }, () => group.stabiliser.draw(samples, notRandom)).flat();
  const stabiliser = points.tape.constant(inputs.stabiliser?.data ?? fixed(), shape);
  return lift(group, points, stabiliser, samples);
}

const notRandom = { uniform: () => 0, normal: () => 0 };

/** Parameters on the GPU with a case's values, and the gradients of a loss in named form. */
export function loadParameters(gpu: Gpu, layout: ParameterLayout, named: Record<string, GoldenTensor>): Parameters {
  const parameters = new Parameters(gpu.device, layout);
  parameters.write(parameters.pack(new Map(Object.entries(named).map(([name, { data }]) => [name, data]))));
  return parameters;
}

export async function compareGradients(
  gpu: Gpu,
  comparison: Comparison,
  label: string,
  parameters: Parameters,
  stored: Map<string, Tensor>,
  loss: Tensor,
  outputs: Compared,
  wrt: Compared,
  expected: Record<string, GoldenTensor>,
  slack = 1,
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
    comparison.compare(`${label}d ${name}`, data, (expected[name] as GoldenTensor).data, floor, slack);
  }
  Object.entries(wrt).forEach(([name, { expected: values }], k) => {
    comparison.compare(`${label}d ${name}`, got[`gradient ${leaves.length + k}`] as Float32Array, values, floor, slack);
  });
}

/** @param half whether location nets are half precise where they are fused */
export function attentionOptions({ samples, config }: Case, group: Group, half = false): LieSelfAttentionOptions {
  return {
    group,
    samples,
    half,
    heads: config.heads,
    hidden: config.kernel_dim,
    embed: config.embed_dim ?? 0,
    width: config.width,
    content: config.content,
    location: config.location,
    combine: config.combine,
    normalise: config.normalise,
    activation: config.activation,
    squash: config.pair_transform === "tanh",
  };
}

/** The network of a case, with so many numbers a point in and so many out. */
export const modelOptions = (
  test: Case,
  group: Group,
  inputs: number,
  outputs: number,
  half = false,
): LieTransformerOptions => ({
  ...attentionOptions(test, group, half),
  layers: test.config.layers,
  blockNorm: test.config.block_norm,
  pool: test.config.pool,
  layout: test.config.layout,
  headNorm: test.config.output_norm ?? "none",
  inputs,
  outputs,
});

/** Tensors by name, and what they should hold. */
export type Compared = Record<string, { tensor: Tensor; expected: ArrayLike<number> }>;

/**
 * Compares what is recorded of a case with its outputs, and a loss's derivatives by its parameters and inputs.
 * @param declare names the parameters that the case has values of
 * @param slack how many times the tolerance a gradient is allowed
 */
export async function compareRecorded(
  gpu: Gpu,
  { params, gradients: expected }: { params: Record<string, GoldenTensor>; gradients: Record<string, GoldenTensor> },
  declare: (layout: ParameterLayout) => void,
  record: (tape: Tape, stored: Map<string, Tensor>) => { loss: Tensor; outputs: Compared; wrt: Compared },
  slack = 1,
): Promise<Outcome> {
  const layout = new ParameterLayout();
  declare(layout);
  const parameters = loadParameters(gpu, layout, params);
  const tape = new Tape(gpu.variants);
  const stored = parameters.record(tape);
  const { loss, outputs, wrt } = record(tape, stored);
  const comparison = new Comparison();
  await compareGradients(gpu, comparison, "", parameters, stored, loss, outputs, wrt, expected, slack);
  parameters.destroy();
  return comparison.outcome();
}
