import { add, divide, maximum } from "../../autograd/operations/elementwise.ts";
import { permute, reshape } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import type { Edges } from "./edges.ts";
import { type Fibre, type FibreShape, shapeOf } from "./fibre.ts";
import {
  declareMessages,
  type MessageNets,
  type MessageOptions,
  messages,
  type RadialCurve,
  radialCurves,
} from "./messages.ts";
import { declareMixing, mixed } from "./self-interaction.ts";

/** Layer of a tensor field network: the mean of the messages (Thomas et al., 2018; neighbours 1.6). */
export interface TensorFieldOptions extends MessageOptions {
  readonly out: FibreShape;
  /** Afterwards: nothing, the channels of the mean mixed, or the node's own features added, mixed. */
  readonly selfInteraction: "none" | "mix" | "skip";
}

const netsOf = ({ out }: TensorFieldOptions): [MessageNets] => [{ name: "kernel", out }];

export function declareTensorField(
  layout: ParameterLayout,
  prefix: string,
  input: FibreShape,
  options: TensorFieldOptions,
): void {
  const { out, selfInteraction } = options;
  declareMessages(layout, prefix, input, netsOf(options), options);
  for (const [l, channels] of out) {
    const own = selfInteraction === "mix" ? channels : selfInteraction === "skip" ? input.get(l) : undefined;
    if (own !== undefined) declareMixing(layout, `${prefix}self.${l}`, own, channels);
  }
}

/** Its radial nets. read: scalars of edges and their lengths, [R, scalars + 1] */
export const fieldCurves = (
  weights: Weights,
  prefix: string,
  input: FibreShape,
  options: TensorFieldOptions,
  read: Tensor,
): RadialCurve[] => radialCurves(weights, prefix, input, netsOf(options), options, read);

/** features, absent nodes zero -> features of shape `out`. */
export function tensorField(
  weights: Weights,
  prefix: string,
  options: TensorFieldOptions,
  { features, edges }: { readonly features: Fibre; readonly edges: Edges },
): Fibre {
  const { selfInteraction } = options;
  const [batch, nodes] = edges.present.shape as [number, number, number];
  const received = messages(weights, prefix, netsOf(options), options, { features, edges, heads: 1 });
  const { tape } = edges.present;
  const count = reshape(maximum(sum(edges.present, [2]), tape.scalar(1)), [batch, nodes, 1, 1]);
  const input = shapeOf(features);
  const result = new Map<number, Tensor>();
  for (const [l, own] of received) {
    const channels = (own.shape[2] as number) / (2 * l + 1);
    const total = permute(reshape(sum(own, [5]), [2 * l + 1, channels, batch, nodes]), [2, 3, 0, 1]);
    const average = divide(total, count);
    const name = `${prefix}self.${l}`;
    if (selfInteraction === "mix") result.set(l, mixed(weights, name, average));
    else if (selfInteraction === "skip" && input.has(l)) {
      result.set(l, add(average, mixed(weights, name, features.get(l) as Tensor)));
    } else result.set(l, average);
  }
  return result;
}
