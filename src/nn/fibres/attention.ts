import { concat } from "../../autograd/operations/concat.ts";
import { multiply, scale, where } from "../../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { permute, reshape, slice } from "../../autograd/operations/movement.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import type { Edges } from "./edges.ts";
import { type Fibre, type FibreShape, fibreShape, fibreSize, shapeOf } from "./fibre.ts";
import {
  declareMessages,
  type MessageNets,
  type MessageOptions,
  messages,
  type RadialCurve,
  radialCurves,
} from "./messages.ts";
import {
  declareMixing,
  declareSelfInteraction,
  joinedFibres,
  joinedShapes,
  mixed,
  type SelfInteraction,
  selfInteraction,
} from "./self-interaction.ts";

/** Attention layer of the SE(3)-Transformer (Fuchs et al., 2020; neighbours 1.6). */
export interface FibreAttentionOptions extends MessageOptions {
  readonly out: FibreShape;
  readonly heads: number;
  /** Values have that many times fewer channels than what comes out. */
  readonly divisor: number;
  readonly selfInteraction: SelfInteraction;
}

/** Values, and keys of the degrees that queries can have. @throws Error if heads do not divide a degree's channels */
function netsOf(
  input: FibreShape,
  { out, heads, divisor }: FibreAttentionOptions,
): [value: MessageNets, key: MessageNets] {
  const value = fibreShape(
    [...out].map(([l, channels]) => {
      const own = Math.floor(channels / divisor);
      if (own < 1 || own % heads !== 0) {
        throw new Error(`${channels} channels over ${divisor} do not split among ${heads} heads.`);
      }
      return [l, own];
    }),
  );
  const key = fibreShape([...value].filter(([l]) => input.has(l)));
  return [
    { name: "value", out: value },
    { name: "key", out: key },
  ];
}

export function declareFibreAttention(
  layout: ParameterLayout,
  prefix: string,
  input: FibreShape,
  options: FibreAttentionOptions,
): void {
  const nets = netsOf(input, options);
  declareMessages(layout, prefix, input, nets, options);
  for (const [l, channels] of nets[1].out) {
    declareMixing(layout, `${prefix}query.${l}`, input.get(l) as number, channels);
  }
  const joined = joinedShapes(nets[0].out, input);
  declareSelfInteraction(layout, `${prefix}project.`, options.selfInteraction, joined, options.out);
}

/** Radial nets of the values. read: scalars of edges and their lengths, [R, scalars + 1] */
export const valueCurves = (
  weights: Weights,
  prefix: string,
  input: FibreShape,
  options: FibreAttentionOptions,
  read: Tensor,
): RadialCurve[] => radialCurves(weights, prefix, input, netsOf(input, options), options, read);

/** Tensors side by side along an axis. */
const sideBySide = (parts: readonly Tensor[], axis: number): Tensor =>
  parts.length === 1 ? (parts[0] as Tensor) : concat(parts, axis);

/** The layer with its inner tensors. features: absent nodes zero */
export function tracedFibreAttention(
  weights: Weights,
  prefix: string,
  options: FibreAttentionOptions,
  { features, edges }: { readonly features: Fibre; readonly edges: Edges },
) {
  const { heads } = options;
  const nets = netsOf(shapeOf(features), options);
  const [value, key] = nets;
  const [batch, nodes, each] = edges.present.shape as [number, number, number];
  const received = messages(weights, prefix, nets, options, { features, edges, heads });
  // All degrees of the messages of one net, [B, n, heads, size / heads, K].
  const ofNet = (net: number, { out }: MessageNets): Tensor => {
    const parts = [...out.keys()].map((l) => {
      const all = received.get(l) as Tensor;
      return reshape(slice(all, 0, net, net + 1), all.shape.slice(1));
    });
    return permute(sideBySide(parts, 1), [2, 3, 0, 1, 4]);
  };
  const query: Fibre = new Map(
    [...key.out.keys()].map((l) => [l, mixed(weights, `${prefix}query.${l}`, features.get(l) as Tensor)]),
  );
  const values = ofNet(0, value);
  let scores: Tensor | null = null;
  let keys: Tensor | null = null;
  if (key.out.size > 0) {
    keys = ofNet(1, key);
    const queries = sideBySide(
      [...query].map(([l, own]) => {
        const channels = own.shape[3] as number;
        const split = reshape(own, [batch, nodes, 2 * l + 1, heads, channels / heads]);
        return reshape(permute(split, [0, 1, 3, 2, 4]), [batch, nodes, heads, 1, ((2 * l + 1) * channels) / heads]);
      }),
      4,
    );
    const products = matmul(queries, keys);
    scores = scale(reshape(products, [batch, nodes, heads, each]), 1 / Math.sqrt(fibreSize(key.out)));
  }
  const there = reshape(edges.present, [batch, nodes, 1, each]);
  const logits = where(
    there,
    scores ?? edges.present.tape.constant(new Array(batch * nodes * heads * each).fill(0), [batch, nodes, heads, each]),
    edges.present.tape.scalar(-1e38),
  );
  // A node without edges has no weights at all, so that it receives nothing.
  const alpha = multiply(softmax(logits), there);
  const total = matmul(reshape(alpha, [batch, nodes, heads, 1, each]), transpose(values));
  const width = total.shape[4] as number;
  const rows = reshape(total, [batch, nodes, heads, width]);
  let start = 0;
  const z: Fibre = new Map(
    [...value.out].map(([l, channels]) => {
      const size = ((2 * l + 1) * channels) / heads;
      const own = reshape(slice(rows, 3, start, start + size), [batch, nodes, heads, 2 * l + 1, channels / heads]);
      start += size;
      return [l, reshape(permute(own, [0, 1, 3, 2, 4]), [batch, nodes, 2 * l + 1, channels])];
    }),
  );
  const output = selfInteraction(weights, `${prefix}project.`, options.selfInteraction, joinedFibres(z, features));
  return { values, keys, query, scores, alpha, z, output };
}

/** features, absent nodes zero -> features of shape `out`. A node without edges keeps what its own features give. */
export const fibreAttention = (
  weights: Weights,
  prefix: string,
  options: FibreAttentionOptions,
  inputs: { readonly features: Fibre; readonly edges: Edges },
): Fibre => tracedFibreAttention(weights, prefix, options, inputs).output;
