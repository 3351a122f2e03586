import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { multiply } from "../../autograd/operations/elementwise.ts";
import { permute } from "../../autograd/operations/movement.ts";
import { mean, sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { declareLinformerAttention, linformerAttention } from "../../nn/linformer/attention.ts";
import { declareLinformer, linformer } from "../../nn/linformer/network.ts";
import { anchorRows, type Projection } from "../../nn/linformer/projection.ts";
import { asInput, type Case, type CaseRunner, compareRecorded, type GoldenTensor, type Outcome } from "./golden.ts";

/** Golden cases of the Linformer (`tests/reference/README.md`). */

const projectionOf = ({ projection, sharing, length, slots, heads, width }: Case): Projection => ({
  projection,
  sharing: sharing ?? "headwise",
  length,
  slots,
  heads,
  width,
});

/** Rows along the second axis in another order. */
function reordered({ shape, data }: GoldenTensor, order: readonly number[]): GoldenTensor {
  const [batch, length, width = 1] = shape as [number, number, number?];
  const rows = Array.from({ length: batch }, (_, b) =>
    order.flatMap((from) => data.slice((b * length + from) * width, (b * length + from + 1) * width)),
  );
  return { shape, data: rows.flat() };
}

async function runLayer(gpu: Gpu, { config, inputs, outputs, params, permuted, gradients }: Case): Promise<Outcome> {
  const options = projectionOf(config);
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareLinformerAttention(layout, "", options),
    (tape, stored) => {
      const features = asInput(tape, inputs.features);
      const mask = asInput(tape, inputs.mask);
      const layer = linformerAttention(stored, "", options, { features, mask });
      const moved = linformerAttention(stored, "", options, {
        features: asInput(tape, reordered(inputs.features, permuted.order.data)),
        mask: asInput(tape, reordered(inputs.mask, permuted.order.data)),
      });
      // Heads last in golden vectors.
      const headsLast = (tensor: Tensor, last = false) => permute(tensor, last ? [0, 2, 3, 1] : [0, 2, 1, 3]);
      return {
        loss: sum(multiply(layer.output, asInput(tape, inputs.cotangent))),
        outputs: {
          projected_keys: { tensor: headsLast(layer.keys), expected: outputs.projected_keys.data },
          projected_values: { tensor: headsLast(layer.values), expected: outputs.projected_values.data },
          scores: { tensor: headsLast(layer.scores, true), expected: outputs.scores.data },
          weights: { tensor: headsLast(layer.weights, true), expected: outputs.weights.data },
          output: { tensor: layer.output, expected: outputs.output.data },
          permuted: { tensor: moved.output, expected: permuted.output.data },
          ...(outputs.rows
            ? { rows: { tensor: anchorRows(stored, "", features, mask), expected: outputs.rows.data } }
            : {}),
          ...(outputs.full_attention
            ? { "full attention": { tensor: layer.output, expected: outputs.full_attention.data } }
            : {}),
        },
        wrt: { features: { tensor: features, expected: gradients.features.data } },
      };
    },
  );
}

async function runNetwork(gpu: Gpu, { config, inputs, outputs, params, gradients, loss }: Case): Promise<Outcome> {
  const options = {
    ...projectionOf(config),
    layers: config.layers,
    layerwise: config.layerwise,
    activation: config.activation,
    blockNorm: "layer_pre" as const,
    pool: "mean" as const,
    tokens: params["embed.table"].shape[0],
    outputs: outputs.logits.shape[1],
  };
  return compareRecorded(
    gpu,
    { params, gradients: gradients.params },
    (layout) => declareLinformer(layout, options),
    (tape, stored) => {
      const { output } = linformer(stored, options, asInput(tape, inputs.tokens), asInput(tape, inputs.mask));
      const found = mean(crossEntropy(output, asInput(tape, inputs.labels)));
      return {
        loss: found,
        outputs: {
          logits: { tensor: output, expected: outputs.logits.data },
          loss: { tensor: found, expected: [loss] },
        },
        wrt: {},
      };
    },
  );
}

export const linformerCases: Readonly<Record<string, CaseRunner>> = { layer: runLayer, network: runNetwork };
