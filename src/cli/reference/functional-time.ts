import { gradients } from "../../autograd/gradients.ts";
import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { divide, multiply, where } from "../../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import { waves } from "../../autograd/operations/waves.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { declareLieSelfAttention, decomposedLieSelfAttention } from "../../nn/lie-self-attention.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { declareEventNetwork, type EventNetworkOptions, eventNetwork, onTheLine } from "../../nn/time/event-network.ts";
import { type KernelSize, stationary } from "../../nn/time/stationary.ts";
import { gapClockLimits, gapClockSequence } from "../../tasks/events/gap-clock.ts";
import {
  asInput,
  type Case,
  type CaseRunner,
  Comparison,
  compareGradients,
  compareRecorded,
  loadParameters,
  type Outcome,
} from "./golden.ts";

/** Golden cases of functional time (`tests/reference/README.md`). */

/** Sizes as golden vectors have them: d, or [P, J]. Where kernels begin does not matter here. */
function sizeFrom(size: number | readonly number[]): KernelSize {
  const [frequencies, harmonics] = typeof size === "number" ? [size, 0] : (size as [number, number]);
  return { frequencies, harmonics, shortest: 1, longest: 10 };
}

async function runKernel(gpu: Gpu, test: Case): Promise<Outcome> {
  const { inputs, outputs, params } = test;
  const kernel = stationary[test.kernel as keyof typeof stationary];
  const [frequencies, terms = 1] = (params.raw_coefficient ?? params.log_frequency).shape as [number, number?];
  const layout = new ParameterLayout();
  kernel.declare(layout, "", null, { frequencies, harmonics: terms - 1, shortest: 1, longest: 10 });
  const parameters = loadParameters(gpu, layout, params);
  const comparison = new Comparison();
  for (const form of ["kernel", "features"] as const) {
    const tape = new Tape(gpu.variants);
    const stored = parameters.record(tape);
    const t = asInput(tape, form === "kernel" ? inputs.t : inputs.times);
    const { rates, amounts } = kernel.waves(stored, "");
    const values =
      form === "kernel"
        ? reshape(waves(reshape(t, [t.size]), rates, amounts), t.shape)
        : kernel.features(stored, "", t);
    const cotangent = form === "kernel" ? inputs.cotangent : inputs.cotangent_features;
    const { t: times, ...expected } = test.gradients[form];
    const outcomes: Record<string, { tensor: Tensor; expected: ArrayLike<number> }> = {
      [form]: { tensor: values, expected: outputs[form].data },
    };
    if (form === "kernel") {
      const [slope] = gradients(sum(values), [t]) as [Tensor];
      const [second] = gradients(sum(slope), [t]) as [Tensor];
      outcomes.slope = { tensor: slope, expected: outputs.slope.data };
      outcomes.second_derivative = { tensor: second, expected: outputs.second_derivative.data };
    } else {
      outcomes.gram = { tensor: matmul(values, transpose(values)), expected: outputs.gram.data };
    }
    await compareGradients(
      gpu,
      comparison,
      `${form} `,
      parameters,
      stored,
      sum(multiply(values, asInput(tape, cotangent))),
      outcomes,
      { t: { tensor: t, expected: times.data } },
      expected,
    );
  }
  parameters.destroy();
  return comparison.outcome();
}

const attentionOf = ({ config }: Case) =>
  ({
    ...onTheLine,
    heads: config.heads,
    width: config.width,
    hidden: config.kernel_dim,
    embed: 0,
    content: "dot",
    location: config.kernel,
    combine: config.combine,
    normalise: config.normalise,
    activation: config.activation,
    causal: config.causal,
    kernelSize: sizeFrom(config.kernel_size),
  }) as const;

async function runLayer(gpu: Gpu, test: Case): Promise<Outcome> {
  const { inputs, outputs, params } = test;
  const options = attentionOf(test);
  return compareRecorded(
    gpu,
    { params, gradients: test.gradients.params },
    (layout) => declareLieSelfAttention(layout, "", options),
    (tape, stored) => {
      const features = asInput(tape, inputs.features);
      const times = asInput(tape, inputs.times);
      const layer = decomposedLieSelfAttention(stored, "", options, {
        features,
        elements: reshape(times, [...times.shape, 1]),
        mask: asInput(tape, inputs.mask),
      });
      return {
        loss: sum(multiply(layer.output, asInput(tape, inputs.cotangent))),
        outputs: {
          ...(layer.location && outputs.location
            ? { location: { tensor: layer.location, expected: outputs.location.data } }
            : {}),
          scores: { tensor: layer.scores, expected: outputs.scores.data },
          weights: { tensor: layer.weights, expected: outputs.weights.data },
          output: { tensor: layer.output, expected: outputs.output.data },
        },
        wrt: {
          features: { tensor: features, expected: test.gradients.features.data },
          times: { tensor: times, expected: test.gradients.times.data },
        },
      };
    },
  );
}

async function runNetwork(gpu: Gpu, test: Case): Promise<Outcome> {
  const { config, inputs, outputs, params } = test;
  const options: EventNetworkOptions = {
    ...attentionOf(test),
    blockNorm: "layer_pre",
    layers: config.layers,
    types: outputs.logits.shape[2],
    feature: config.feature,
    featureSize: sizeFrom(config.feature_size),
  };
  return compareRecorded(
    gpu,
    { params, gradients: test.gradients.params },
    (layout) => declareEventNetwork(layout, options),
    (tape, stored) => {
      const times = asInput(tape, inputs.times);
      // One leaf where a row asks at its own time: its derivative is of both.
      const own = Boolean(test.gradients.times);
      const { output } = eventNetwork(stored, options, {
        types: asInput(tape, inputs.types),
        times,
        queryTimes: own ? times : asInput(tape, inputs.query_times),
        featureTimes: inputs.feature_times && asInput(tape, inputs.feature_times),
        mask: asInput(tape, inputs.mask),
      });
      const counted = asInput(tape, inputs.counted);
      const rows = reshape(output, [counted.size, options.types]);
      const losses = reshape(crossEntropy(rows, reshape(asInput(tape, inputs.labels), [counted.size])), counted.shape);
      const loss = divide(sum(multiply(losses, counted)), sum(counted));
      return {
        loss: reshape(loss, []),
        outputs: {
          // Rows of absent events have logits of no meaning.
          logits: {
            tensor: where(asInput(tape, { ...inputs.mask, shape: [...inputs.mask.shape, 1] }), output, tape.scalar(0)),
            expected: outputs.logits.data.map((value: number, k: number) =>
              inputs.mask.data[Math.floor(k / options.types)] ? value : 0,
            ),
          },
          loss: { tensor: reshape(loss, []), expected: [test.loss] },
        },
        wrt: own ? { times: { tensor: times, expected: test.gradients.times.data } } : {},
      };
    },
  );
}

function runGapClock({ inputs, outputs, symbols, noise_rate: noise, threshold }: Case): Outcome {
  const clock = { symbols, noise, threshold };
  const [count, gaps] = inputs.gaps.shape as [number, number];
  const row = (name: string, length: number, k: number) => inputs[name].data.slice(k * length, (k + 1) * length);
  const sequences = Array.from({ length: count }, (_, k) =>
    gapClockSequence(clock, {
      first: inputs.first.data[k],
      second: inputs.second.data[k],
      gaps: row("gaps", gaps, k),
      noisy: row("noisy", inputs.noisy.shape[1], k),
      noise: row("noise", inputs.noise.shape[1], k),
    }),
  );
  const comparison = new Comparison();
  const types = sequences.flatMap((own) => own.types);
  comparison.compare("types", types, outputs.types.data);
  comparison.compare(
    "times",
    sequences.flatMap((own) => own.times),
    outputs.times.data,
  );
  const best = sequences.flatMap((own) => own.best);
  comparison.compare("best prediction", best, outputs.best_prediction.data);
  const hits = sequences.reduce((sum, own) => sum + own.best.filter((type, k) => type === own.types[k + 2]).length, 0);
  comparison.compare("best hits", [hits], [outputs.best_hits]);
  const limits = gapClockLimits(clock);
  comparison.compare("best accuracy", [limits.best], [outputs.best_accuracy]);
  comparison.compare("best cross entropy", [limits.bestCrossEntropy], [outputs.best_cross_entropy]);
  comparison.compare("order-only accuracy", [limits.orderOnly], [outputs.order_only_accuracy]);
  comparison.compare("order-only cross entropy", [limits.orderOnlyCrossEntropy], [outputs.order_only_cross_entropy]);
  return comparison.outcome();
}

export const functionalTimeCases: Readonly<Record<string, CaseRunner>> = {
  kernel: runKernel,
  layer: runLayer,
  network: runNetwork,
  gap_clock: (_, test) => runGapClock(test),
};
