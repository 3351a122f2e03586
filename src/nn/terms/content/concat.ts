import { concat as sideBySide } from "../../../autograd/operations/concat.ts";
import type { Tensor } from "../../../autograd/tape.ts";
import { declareLinear, linear } from "../../linear.ts";
import type { ParameterLayout } from "../../parameters.ts";
import { asColumn, asRow } from "../over-pairs.ts";
import type { AttentionInputs, ContentTerm, LayerWeights, LieSelfAttentionOptions } from "../term.ts";

/** Query and key of so many numbers a head. */
export function declareBoth(
  layout: ParameterLayout,
  prefix: string,
  { width, heads }: LieSelfAttentionOptions,
  size: number,
): void {
  for (const name of ["query", "key"]) declareLinear(layout, [prefix + name], width, heads * size);
}

/** Both points' numbers side by side; the matrix called key acts on the attending element (specification 3.2). */
export function both(
  { weights, prefix, options: { heads } }: LayerWeights,
  { features, neighbours }: AttentionInputs,
  pairs: Tensor,
): Tensor {
  const apply = (name: string) => linear(weights, prefix + name, features);
  return sideBySide(
    [asRow(apply("key"), heads, pairs.shape[2] as number), asColumn(apply("query"), heads, neighbours)],
    4,
  );
}

/** W_k x_a and W_q x_b side by side. */
export const concat: ContentTerm = {
  size: ({ embed }) => embed,
  declare(layout, prefix, options) {
    declareBoth(layout, prefix, options, options.embed / 2);
    declareLinear(layout, [`${prefix}value`], options.width, options.width);
  },
  record: (layer, inputs, pairs) => ({
    content: both(layer, inputs, pairs),
    value: linear(layer.weights, `${layer.prefix}value`, inputs.features),
  }),
};
