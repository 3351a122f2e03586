import { compile } from "../../autograd/compile.ts";
import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { add, log, multiply, where } from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { mean, sum } from "../../autograd/operations/reduce.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { groups } from "../../lie/registry.ts";
import { propagation } from "../../nn/graphs/adjacency.ts";
import { declareGraphConvolution, graphConvolution } from "../../nn/graphs/convolution.ts";
import { declareGraphNetwork, graphNetwork } from "../../nn/graphs/network.ts";
import { declareLieTransformer, type LieTransformerOptions, traceLieTransformer } from "../../nn/lie-transformer.ts";
import { keptCount, keptNodes } from "../../nn/pooling/kept.ts";
import { nearestGraph } from "../../nn/pooling/points.ts";
import {
  declareSelfAttentionPooling,
  type Pooled,
  readout,
  type SelfAttentionPooling,
  selfAttentionPooling,
} from "../../nn/pooling/self-attention.ts";
import {
  asInput,
  attentionOptions,
  type Case,
  type CaseRunner,
  Comparison,
  compareRecorded,
  liftCase,
  type Outcome,
} from "./golden.ts";

/** Golden cases of self-attention graph pooling (`tests/reference/README.md`). */

function runKeepCount({ inputs, outputs }: Case): Outcome {
  const comparison = new Comparison();
  const counts = inputs.ratios.data.flatMap((ratio: number) =>
    inputs.sizes.data.map((size: number) => keptCount(ratio, size)),
  );
  comparison.compare("kept", counts, outputs.kept.data);
  return comparison.outcome();
}

async function runSelect(gpu: Gpu, { inputs, outputs, ratio }: Case): Promise<Outcome> {
  const tape = new Tape(gpu.variants);
  const kept = keptNodes(asInput(tape, inputs.scores), asInput(tape, inputs.mask), ratio);
  const program = await compile(gpu, { kept });
  program.run();
  const got = await program.read("kept");
  program.destroy();
  const comparison = new Comparison();
  comparison.compare("kept", got.kept, outputs.kept.data);
  return comparison.outcome();
}

const graphsOf = (tape: Tape, { features, adjacency, mask }: Case) => ({
  features: asInput(tape, features),
  adjacency: asInput(tape, adjacency),
  mask: asInput(tape, mask),
});

async function runConvolution(gpu: Gpu, { inputs, outputs, params, gradients }: Case): Promise<Outcome> {
  const [output, input] = params["conv.weight"].shape as [number, number];
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareGraphConvolution(layout, "conv", input, output),
    (tape, stored) => {
      const { features, adjacency, mask } = graphsOf(tape, inputs);
      const found = graphConvolution(stored, "conv", features, mask, propagation(adjacency));
      return {
        loss: sum(multiply(found, asInput(tape, inputs.cotangent))),
        outputs: { output: { tensor: found, expected: outputs.output.data } },
        wrt: { features: { tensor: features, expected: gradients.features.data } },
      };
    },
  );
}

const poolingOf = ({ ratio, score, branches }: Case): SelfAttentionPooling => ({ ratio, score, branches });

/** What a pooling did, as golden vectors have it. */
const compared = (pooled: Pooled, expected: Case, prefix = "") =>
  Object.fromEntries(
    Object.entries({ ...pooled, readout: readout(pooled) })
      .filter(([name]) => expected[name])
      .map(([name, tensor]) => [prefix + name, { tensor, expected: expected[name].data }]),
  );

async function runPool(gpu: Gpu, { config, inputs, outputs, params, gradients }: Case): Promise<Outcome> {
  const options = poolingOf(config);
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareSelfAttentionPooling(layout, "score", options, inputs.features.shape[2]),
    (tape, stored) => {
      const graphs = graphsOf(tape, inputs);
      const pooled = selfAttentionPooling(stored, "score", options, graphs);
      const loss = add(
        sum(multiply(pooled.features, asInput(tape, inputs.cotangent_features))),
        sum(multiply(readout(pooled), asInput(tape, inputs.cotangent_readout))),
      );
      return {
        loss: reshape(loss, []),
        outputs: compared(pooled, outputs),
        wrt: { features: { tensor: graphs.features, expected: gradients.features.data } },
      };
    },
  );
}

/** Zero where nothing is; mask [B, n] of x [B, n] or [B, n, C]. */
const masked = (x: Tensor, mask: Tensor): Tensor =>
  where(reshape(mask, [...mask.shape, ...x.shape.slice(2).map(() => 1)]), x, x.tape.scalar(0));

const classLoss = (logits: Tensor, labels: Case): Tensor => mean(crossEntropy(logits, asInput(logits.tape, labels)));

async function runNetwork(gpu: Gpu, { config, inputs, outputs, params, gradients, loss }: Case): Promise<Outcome> {
  const options = {
    pooling: poolingOf({ score: "gcn", ...config }),
    layout: config.layout,
    levels: config.levels,
    readout: "published" as const,
    hidden: config.hidden,
    inputs: inputs.features.shape[2],
    outputs: config.classes,
  };
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareGraphNetwork(layout, options),
    (tape, stored) => {
      const graphs = graphsOf(tape, inputs);
      const { output, levels } = graphNetwork(stored, options, graphs);
      const found = classLoss(output, inputs.labels);
      return {
        loss: found,
        outputs: {
          log_probabilities: { tensor: log(softmax(output)), expected: outputs.log_probabilities.data },
          loss: { tensor: found, expected: [loss] },
          ...Object.assign({}, ...levels.map((level, l) => compared(level, outputs.levels[l], `level ${l} `))),
        },
        wrt: { features: { tensor: graphs.features, expected: gradients.features.data } },
      };
    },
  );
}

async function runPooledElements(gpu: Gpu, test: Case): Promise<Outcome> {
  const { config, inputs, outputs, params, gradients, moved } = test;
  const group = groups.find(({ name }) => name === test.group);
  if (!group) throw new Error(`There is no group ${test.group}.`);
  const options: LieTransformerOptions = {
    ...attentionOptions(test, group),
    layers: config.before + config.after,
    blockNorm: config.block_norm,
    pool: "mean",
    layout: "pool_then_head",
    headNorm: "none",
    inputs: inputs.features.shape[2],
    outputs: outputs.logits.shape[1],
    pointPooling: {
      before: config.before,
      ratio: config.ratio,
      score: config.score,
      neighbours: config.graph_neighbours,
    },
  };
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareLieTransformer(layout, options),
    (tape, stored) => {
      const features = asInput(tape, inputs.features);
      const mask = asInput(tape, inputs.mask);
      const answer = (points: Tensor, own: Case) => {
        const elements = liftCase(group, points, own, test.samples);
        return { elements, ...traceLieTransformer(stored, options, { features, elements, mask }) };
      };
      const points = asInput(tape, inputs.points);
      const { output, pooled, elements } = answer(points, inputs);
      if (!pooled) throw new Error("The network pools after its last block.");
      const isPresent = (k: number) => inputs.mask.data[Math.floor(k / (test.samples * config.width))] !== 0;
      const present = tape.constant(
        inputs.mask.data.flatMap((one: number) => new Array(test.samples).fill(one)),
        [elements.shape[0] as number, elements.shape[1] as number],
      );
      return {
        loss: classLoss(output, inputs.labels),
        outputs: {
          logits: { tensor: output, expected: outputs.logits.data },
          loss: { tensor: classLoss(output, inputs.labels), expected: [test.loss] },
          kept: { tensor: pooled.kept, expected: outputs.kept.data },
          // Absent elements have features of no meaning before the pooling.
          features: {
            tensor: masked(pooled.before, present),
            expected: outputs.features.data.map((value: number, k: number) => (isPresent(k) ? value : 0)),
          },
          element_scores: { tensor: masked(pooled.elementScores, present), expected: outputs.element_scores.data },
          point_scores: { tensor: masked(pooled.pointScores, mask), expected: outputs.point_scores.data },
          pooled_features: { tensor: pooled.features, expected: outputs.pooled_features.data },
          moved: {
            tensor: answer(asInput(tape, moved.points), { ...inputs, ...moved }).output,
            expected: moved.logits.data,
          },
          ...(outputs.adjacency
            ? {
                adjacency: {
                  tensor: nearestGraph(options, elements, present, config.graph_neighbours),
                  expected: outputs.adjacency.data,
                },
              }
            : {}),
        },
        wrt: { points: { tensor: points, expected: gradients.points.data } },
      };
    },
  );
}

export const graphPoolingCases: Readonly<Record<string, CaseRunner>> = {
  keep_count: (_, test) => runKeepCount(test),
  select: runSelect,
  gcn: runConvolution,
  pool: runPool,
  network: runNetwork,
  lie_network: runPooledElements,
};
