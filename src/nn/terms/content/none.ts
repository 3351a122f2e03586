import { declareLinear, linear } from "../../linear.ts";
import type { ContentTerm } from "../term.ts";

/** Heads that see no features pass them on all the same. */
export const none: ContentTerm = {
  size: () => 0,
  declare: (layout, prefix, { width }) => declareLinear(layout, [`${prefix}value`], width, width),
  record: ({ weights, prefix }, { features }) => ({
    content: null,
    value: linear(weights, `${prefix}value`, features),
  }),
};
