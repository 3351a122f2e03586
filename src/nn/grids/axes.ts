import { where } from "../../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { permute, reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";

/** Axes of a grid of measurements, [B, T, L, M, ..]. */
export const axes = ["time", "station", "measurement"] as const;
export type Axis = (typeof axes)[number];

/** Where axis `axis` stands in a grid with heads, [B, T, L, M, H, d]. */
const place = (axis: Axis): number => 1 + axes.indexOf(axis);

/** [B, T, L, M, H, d] as rows of one axis: [B, H, N, the rest]. */
function rowsAlong(x: Tensor, axis: Axis): { rows: Tensor; back: (rows: Tensor) => Tensor } {
  const along = place(axis);
  const others = [1, 2, 3].filter((k) => k !== along);
  const order = [0, 4, along, ...others, 5];
  const turned = permute(x, order);
  const [batch, heads, count] = turned.shape as [number, number, number];
  return {
    rows: reshape(turned, [batch, heads, count, -1]),
    back: (rows) =>
      permute(
        reshape(rows, turned.shape),
        order.map((_, k) => order.indexOf(k)),
      ),
  };
}

/** Scores of the axis' places, [B, H, N, N]: query and key [B, T, L, M, H, d] summed over the other axes. */
export const scoresAlong = (query: Tensor, key: Tensor, axis: Axis): Tensor =>
  matmul(rowsAlong(query, axis).rows, transpose(rowsAlong(key, axis).rows));

/** Mixes a grid [B, T, L, M, H, d] along one axis by a map [B, H, N, N]. */
export function mixAlong(map: Tensor, x: Tensor, axis: Axis): Tensor {
  const { rows, back } = rowsAlong(x, axis);
  return back(matmul(map, rows));
}

/** Scores [B, H, N, N] without the columns of places that `present` [B, N] leaves out. */
export function withoutAbsent(scores: Tensor, present: Tensor): Tensor {
  const [batch, count] = present.shape as [number, number];
  return where(reshape(present, [batch, 1, 1, count]), scores, scores.tape.scalar(-1e38));
}
