import { reshape } from "../../../autograd/operations/movement.ts";
import { declareLinear, linear } from "../../linear.ts";
import type { ContentTerm } from "../term.ts";
import { both, declareBoth } from "./concat.ts";

/** W_k x_a and W_q x_b side by side, mixed by a matrix that all heads share. */
export const concatLinear: ContentTerm = {
  size: ({ embed }) => embed,
  declare(layout, prefix, options) {
    const { embed, width } = options;
    declareBoth(layout, prefix, options, embed);
    declareLinear(layout, [`${prefix}mix`], 2 * embed, embed);
    declareLinear(layout, [`${prefix}value`], width, width);
  },
  record(layer, inputs, pairs) {
    const { weights, prefix, options } = layer;
    const value = linear(weights, `${prefix}value`, inputs.features);
    const pair = both(layer, inputs, pairs);
    const mixed = linear(weights, `${prefix}mix`, pair);
    return { content: reshape(mixed, [...pair.shape.slice(0, 4), options.embed]), value };
  },
};
