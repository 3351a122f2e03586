import type { Arithmetic } from "../../lie/arithmetic.ts";
import type { Tape, Tensor } from "../tape.ts";
import * as on from "./elementwise.ts";

/** The arithmetic of the groups on tensors of a tape: the same formulas, differentiable as often as wanted. */
export function tensorArithmetic(tape: Tape): Arithmetic<Tensor> {
  return {
    constant: (value) => tape.scalar(value),
    add: on.add,
    subtract: on.subtract,
    multiply: on.multiply,
    divide: on.divide,
    negate: on.negate,
    sqrt: on.sqrt,
    exp: on.exp,
    log: on.log,
    sin: on.sin,
    cos: on.cos,
    atan2: on.atan2,
    round: on.round,
    greater: on.greater,
    where: on.where,
  };
}
