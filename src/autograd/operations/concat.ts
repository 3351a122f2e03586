import type { Tensor } from "../tape.ts";
import { MAX_PIECES, sideBySide } from "./pad.ts";

/** Tensors one after the other along `axis`. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  if (tensors.length <= MAX_PIECES) return sideBySide(tensors, axis);
  const groups = Array.from({ length: Math.ceil(tensors.length / MAX_PIECES) }, (_, k) =>
    concat(tensors.slice(k * MAX_PIECES, (k + 1) * MAX_PIECES), axis),
  );
  return concat(groups, axis);
}
