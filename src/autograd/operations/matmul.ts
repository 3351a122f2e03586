import { type Contest, sizeClass, type Variants } from "../../gpu/variants.ts";
import { broadcastShapes, type Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import type { Trial } from "../tuner.ts";
import { expand, permute } from "./movement.ts";
import { sumTo } from "./reduce.ts";

/** About how many entries of the product a thread holds: as many as registers allow, since each is paid for by loads. */
const tiles: Record<string, number> = { "2 x 2": 2, "4 x 4": 4, "8 x 8": 8 };

/** `length` entries cut into whole workgroups of eight threads, with about `tile` for each thread and little over. */
function cut(length: number, tile: number): { workgroups: number; tile: number } {
  const workgroups = Math.max(1, Math.round(length / (8 * tile)));
  return { workgroups, tile: Math.ceil(length / (8 * workgroups)) };
}

/** What dense layers and their gradients add to a plain product. */
const VARIATIONS = [
  "bias",
  "residual",
  "activated",
  "summed",
  "unsummed",
  "sloped",
  "a_sloped",
  "a_normed",
  "b_normed",
];

const batchStrides = ({ strides }: Layout): number[] => [0, 0, 0, ...strides.slice(0, -2)].slice(-3);

/** The product of A [.., rows, inner] and B [.., inner, columns], wherever they lie. */
export function productKernel(variants: Variants, a: Layout, b: Layout, [rows, columns]: [number, number]): Kernel {
  const inner = a.shape.at(-1) as number;
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = [1, 1, 1, ...lead].slice(-3) as number[];
  const [a0, a1, a2] = batchStrides(a);
  const [b0, b1, b2] = batchStrides(b);
  const count = batch.reduce((x, y) => x * y, 1);
  const turned = (a.strides.at(-1) as number) > 1;
  const contest: Contest<Trial> = {
    kernel: turned ? "transposed product" : "product",
    shape: [count, rows, inner, columns].map(sizeClass).join(" x "),
    names: Object.keys(tiles),
    fallback: { gpu: "4 x 4", cpu: "8 x 8" },
    trial: (tape) => {
      const left = tape.input("a", turned ? [count, inner, rows] : [count, rows, inner]);
      return { product: matmul(turned ? transpose(left) : left, tape.input("b", [count, inner, columns])) };
    },
  };
  const tile = tiles[variants.pick(contest)] as number;
  const down = cut(rows, tile);
  const across = cut(columns, tile);
  return {
    label: `matmul ${rows}x${inner}x${columns}`,
    module: "dense/matmul.wgsl",
    constants: {
      ROWS: rows,
      INNER: inner,
      COLUMNS: columns,
      TILE_ROWS: down.tile,
      TILE_COLUMNS: across.tile,
      TILE: down.tile * across.tile,
      BATCH1: batch[1] as number,
      BATCH2: batch[2] as number,
      A_OFFSET: a.offset,
      A_ROW: a.strides.at(-2) as number,
      A_INNER: a.strides.at(-1) as number,
      B_OFFSET: b.offset,
      B_INNER: b.strides.at(-2) as number,
      B_COLUMN: b.strides.at(-1) as number,
      A0: a0 as number,
      A1: a1 as number,
      A2: a2 as number,
      B0: b0 as number,
      B1: b1 as number,
      B2: b2 as number,
    },
    conditions: Object.fromEntries(VARIATIONS.map((name) => [name, false])),
    workgroups: [across.workgroups, down.workgroups, count],
  };
}

const matmulOperation: Operation = {
  name: "matmul",
  kernel: (node, layouts) => {
    const [a, b] = layouts as [Layout, Layout];
    return productKernel(node.tape.variants, a, b, node.shape.slice(-2) as [number, number]);
  },
  vjp: (node, cotangent) => {
    const [a, b] = node.inputs as [Tensor, Tensor];
    return [sumTo(matmul(cotangent, transpose(b)), a.shape), sumTo(matmul(transpose(a), cotangent), b.shape)];
  },
};

/** Swaps the last two axes. */
export function transpose(x: Tensor): Tensor {
  const axes = x.shape.map((_, k) => k);
  const rank = axes.length;
  return permute(x, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

/**
 * Matrix product of the last two axes, [.., m, k] x [.., k, n] -> [.., m, n]; leading axes broadcast. Transposed
 * operands are read through their strides, so `transpose` costs nothing here.
 * @throws Error if the inner sizes differ or there are more than three leading axes.
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const [k2, n] = b.shape.slice(-2) as [number, number];
  if (k !== k2) throw new Error(`matmul of [${a.shape}] and [${b.shape}]: inner sizes differ.`);
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (batch.length > 3) throw new Error(`matmul takes at most three leading axes, got [${batch}].`);
  const shape = [...batch, m, n];
  return a.tape.record(matmulOperation, [expand(a, [...batch, m, k]), expand(b, [...batch, k, n])], shape);
}
