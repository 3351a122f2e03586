import { add, multiply, scale } from "../../../autograd/operations/elementwise.ts";
import { expand, reshape } from "../../../autograd/operations/movement.ts";
import { sum } from "../../../autograd/operations/reduce.ts";
import { declareLinear, linear, weightNamed } from "../../linear.ts";
import { asColumn, asRow, headed } from "../over-pairs.ts";
import type { ContentTerm } from "../term.ts";
import { dot, dotProduct } from "./dot.ts";

/** (q_a . k_b + e_ab . (q_a + v) + u . k_b) / sqrt(d), e_ab a linear map of the pair feature. */
export const relative: ContentTerm = {
  size: () => 1,
  declare(layout, prefix, options) {
    const { width, heads, group } = options;
    dot.declare(layout, prefix, options);
    declareLinear(layout, [`${prefix}place`], group.pairDim, width);
    for (const name of ["u", "v"]) layout.add(prefix + name, [heads, width / heads], { constant: 0 });
  },
  record(layer, inputs, pairs, apart) {
    const { weights, prefix, options } = layer;
    const { heads, width } = options;
    const keys = pairs.shape[2] as number;
    const { product, query, key, value } = dotProduct(layer, inputs, apart);
    const bias = (name: string) => reshape(weightNamed(weights, prefix + name), [1, 1, width]);
    const place = headed(linear(weights, `${prefix}place`, pairs), heads);
    const near = multiply(place, asRow(add(query, bias("v")), heads, keys));
    const towards = asColumn(multiply(key, expand(bias("u"), key.shape)), heads, inputs.neighbours);
    const extra = scale(sum(add(near, towards), [4]), 1 / Math.sqrt(width / heads));
    return { content: add(product, extra), value };
  },
};
