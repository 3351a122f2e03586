import type { Tensor } from "../tape.ts";
import { abs, square, subtract } from "./elementwise.ts";
import { mean } from "./reduce.ts";

/** Mean of |a - b| over all entries. */
export const meanAbsoluteError = (a: Tensor, b: Tensor): Tensor => mean(abs(subtract(a, b)));
/** Mean of (a - b)^2 over all entries. */
export const meanSquaredError = (a: Tensor, b: Tensor): Tensor => mean(square(subtract(a, b)));
