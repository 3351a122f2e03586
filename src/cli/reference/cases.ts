import { compile } from "../../autograd/compile.ts";
import { gradients } from "../../autograd/gradients.ts";
import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { multiply, scale } from "../../autograd/operations/elementwise.ts";
import {
  groupComposeNext,
  groupDistances,
  groupExp,
  groupInverse,
  groupLog,
} from "../../autograd/operations/group-operations.ts";
import { pairFeatures } from "../../autograd/operations/lift.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { mean, sum } from "../../autograd/operations/reduce.ts";
import { meanAbsoluteError } from "../../autograd/operations/regression-losses.ts";
import { sizeOf } from "../../autograd/shape.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Element, Group } from "../../lie/group.ts";
import { groups } from "../../lie/registry.ts";
import { declareLieSelfAttention, decomposedLieSelfAttention, lieSelfAttention } from "../../nn/lie-self-attention.ts";
import { declareLieTransformer, lieTransformer } from "../../nn/lie-transformer.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { cdsaCases } from "./cdsa.ts";
import { runLearned, runSprings } from "./dynamics.ts";
import { functionalTimeCases } from "./functional-time.ts";
import {
  asInput,
  attentionOptions,
  type Case,
  type CaseRunner,
  Comparison,
  compareGradients,
  type GoldenTensor,
  liftCase,
  loadParameters,
  modelOptions,
  type Outcome,
  skipped,
} from "./golden.ts";
import { graphPoolingCases } from "./graph-pooling.ts";
import { linformerCases } from "./linformer.ts";
import { runAugmentation, runMolecules } from "./molecules.ts";
import { se3Cases } from "./se3-transformer.ts";

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

async function runAttention(gpu: Gpu, test: Case, group: Group, half: boolean): Promise<Outcome> {
  const { inputs, outputs } = test;
  const options = attentionOptions(test, group, half);
  const layout = new ParameterLayout();
  declareLieSelfAttention(layout, "", options);
  const parameters = loadParameters(gpu, layout, test.params);
  const comparison = new Comparison(half);
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

async function runModel(gpu: Gpu, test: Case, group: Group, half: boolean): Promise<Outcome> {
  const { inputs, outputs } = test;
  const result: GoldenTensor = outputs.logits ?? outputs.prediction;
  const outputSize = sizeOf(result.shape) / (result.shape[0] as number);
  const options = modelOptions(test, group, inputs.features.shape[2], outputSize, half);
  const layout = new ParameterLayout();
  declareLieTransformer(layout, options);
  const comparison = new Comparison(half);
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
    const answer = (at: Tensor, own: Case) =>
      lieTransformer(stored, options, {
        features: asInput(tape, inputs.features),
        elements: liftCase(group, at, own, test.samples),
        mask: asInput(tape, inputs.mask),
        neighbours:
          tables?.shape[0] === options.layers
            ? Array.from({ length: options.layers }, (_, l) =>
                reshape(slice(tables, 0, l, l + 1), tables.shape.slice(1)),
              )
            : undefined,
      });
    const output = answer(points, inputs);
    const loss = lossOf(output, inputs);
    const positions = form === "positions";
    // Forces: -mad * d(sum of predictions) / d points.
    const forces =
      positions && outputs.forces ? scale(gradients(sum(output), [points])[0] as Tensor, -inputs.mad) : null;
    const moved = Object.entries((!positions && test.moved) || {}).map(([name, own]: [string, Case]) => ({
      name: `moved by ${name}`,
      tensor: answer(asInput(tape, own.points), { ...inputs, ...own }),
      expected: own.prediction.data,
    }));
    await compareGradients(
      gpu,
      comparison,
      `${form} `,
      parameters,
      stored,
      loss,
      {
        output: { tensor: output, expected: result.data },
        loss: { tensor: loss, expected: [test.loss] },
        ...(forces ? { forces: { tensor: forces, expected: outputs.forces.data } } : {}),
        ...Object.fromEntries(moved.map(({ name, ...compared }) => [name, compared])),
      },
      form === "positions" ? { points: { tensor: points, expected: test.gradients.points.data } } : {},
      test.gradients.params,
    );
  }
  parameters.destroy();
  return comparison.outcome();
}

/** Cases of other systems than the LieTransformer, by a setting that those of no other have. */
const families: readonly { readonly setting: string; readonly kinds: Readonly<Record<string, CaseRunner>> }[] = [
  { setting: "parity", kinds: se3Cases },
  { setting: "ratio", kinds: graphPoolingCases },
  { setting: "projection", kinds: linformerCases },
  { setting: "location", kinds: cdsaCases },
  { setting: "kernel", kinds: functionalTimeCases },
  {
    setting: "",
    kinds: { molecules: (_, test) => runMolecules(test), augmentation: (_, test) => runAugmentation(test) },
  },
  { setting: "", kinds: { spring: runSprings } },
];

/** What runs a case; several families have kinds `layer` and `network`. */
function runnerOf({ kind, config }: Case): CaseRunner | undefined {
  const having = families.filter(({ kinds }) => kind in kinds);
  return (having.length > 1 ? having.find(({ setting }) => setting in (config ?? {})) : having[0])?.kinds[kind];
}

/**
 * Runs one golden case on the GPU. A kind, group or option that is not built yet is skipped, and named.
 * @param half whether the location nets of attention and models are half precise; there is more tolerance then
 */
export async function runCase(gpu: Gpu, test: Case, half = false): Promise<Outcome> {
  if (test.group === undefined || test.kind === "lie_network") {
    const runner = runnerOf(test);
    return runner ? runner(gpu, test) : skipped(`kind ${test.kind} is not built yet`);
  }
  const group = groups.find(({ name }) => name === test.group);
  if (!group) return skipped(`group ${test.group} is not built yet`);
  if (test.kind === "operations") {
    return group.algebraDim > 0 ? runOperations(gpu, test, group) : skipped(`${group.name} has no logarithm`);
  }
  if (test.kind === "lift") return runLift(gpu, test, group);
  if (test.kind === "learned") return runLearned(gpu, test, group);
  return (test.task ? runModel : runAttention)(gpu, test, group, half);
}
