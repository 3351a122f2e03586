import { perHeadNet } from "../../../autograd/operations/attention-terms.ts";
import { reshape } from "../../../autograd/operations/movement.ts";
import { weightNamed } from "../../linear.ts";
import { declarePerHeadNet } from "../per-head-net.ts";
import type { LocationTerm } from "../term.ts";

/** A small net of the pair feature, each head its own. */
export const net: LocationTerm = {
  size: () => 1,
  declare: (layout, prefix, { heads, group, hidden }) =>
    declarePerHeadNet(layout, `${prefix}location`, heads, group.pairDim, hidden),
  record({ weights, prefix, options }, pairs) {
    const scores = perHeadNet(weightNamed(weights, `${prefix}location`), pairs, options);
    return reshape(scores, [...scores.shape, 1]);
  },
  fused: ({ weights, prefix }) => ({ weights: weightNamed(weights, `${prefix}location`) }),
};
