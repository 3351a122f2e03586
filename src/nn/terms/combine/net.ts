import { perHeadNet } from "../../../autograd/operations/attention-terms.ts";
import { concat } from "../../../autograd/operations/concat.ts";
import type { Tensor } from "../../../autograd/tape.ts";
import { weightNamed } from "../../linear.ts";
import { declarePerHeadNet } from "../per-head-net.ts";
import type { Combination } from "../term.ts";

/** A small net of both terms side by side. */
export const net: Combination = {
  declare: (layout, prefix, { heads, hidden }, size) =>
    declarePerHeadNet(layout, `${prefix}combine`, heads, size, hidden),
  record({ weights, prefix, options }, terms) {
    const joined = terms.length > 1 ? concat(terms, 4) : (terms[0] as Tensor);
    return perHeadNet(weightNamed(weights, `${prefix}combine`), joined, options);
  },
};
