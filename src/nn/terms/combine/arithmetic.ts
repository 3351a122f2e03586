import { add, multiply } from "../../../autograd/operations/elementwise.ts";
import { reshape } from "../../../autograd/operations/movement.ts";
import type { Tensor } from "../../../autograd/tape.ts";
import type { Combination } from "../term.ts";

/** Terms of one number each, by an operation of two numbers. */
const by = (name: string, operation: (a: Tensor, b: Tensor) => Tensor): Combination => ({
  declare: () => {},
  record(_, terms) {
    const vector = terms.find((term) => term.shape[4] !== 1);
    if (vector) throw new Error(`A term of ${vector.shape[4]} numbers makes no score by ${name}; combine with a net.`);
    const score = terms.reduce(operation);
    return reshape(score, score.shape.slice(0, 4));
  },
});

export const summed: Combination = by("sum", add);
export const multiplied: Combination = by("multiply", multiply);
