import { expand, reshape } from "../../../autograd/operations/movement.ts";
import type { LocationTerm } from "../term.ts";

/** The pair feature itself, the same for every head. */
export const raw: LocationTerm = {
  size: ({ group }) => group.pairDim,
  declare: () => {},
  record({ options: { heads, group } }, pairs) {
    const shape = pairs.shape.slice(0, 3);
    return expand(reshape(pairs, [...shape, 1, group.pairDim]), [...shape, heads, group.pairDim]);
  },
};
