import { sizeClass, type Tunable, type Variants } from "../../gpu/variants.ts";
import { broadcastShapes, type Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import type { Workload } from "../tuner.ts";
import { expand, permute } from "./movement.ts";
import { sumTo } from "./reduce.ts";

interface Tile {
  /** About how many rows and columns of the product a thread holds: as many as registers allow, each is paid for by loads. */
  readonly size: number;
  /** Four numbers are read at once where they lie so. */
  readonly vectors: boolean;
  /** Threads that share the sum over the inner axis: a square. */
  readonly parts: number;
}

const tiles: Record<string, Tile> = {
  "2 x 2": { size: 2, vectors: false, parts: 1 },
  "4 x 4": { size: 4, vectors: false, parts: 1 },
  "8 x 8": { size: 8, vectors: false, parts: 1 },
  "4 x 4 vectors": { size: 4, vectors: true, parts: 1 },
  "8 x 8 vectors": { size: 8, vectors: true, parts: 1 },
  "2 x 2 in 16 parts": { size: 2, vectors: false, parts: 16 },
  "4 x 4 in 16 parts": { size: 4, vectors: false, parts: 16 },
  "4 x 4 vectors in 4 parts": { size: 4, vectors: true, parts: 4 },
  "4 x 4 vectors in 16 parts": { size: 4, vectors: true, parts: 16 },
  "4 x 4 vectors in 64 parts": { size: 4, vectors: true, parts: 64 },
};

/** Threads of a workgroup. */
const THREADS = 64;

/** Steps of the inner axis from which on it may be worth sharing among threads. */
const LONG = 256;

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

/** Whether every four numbers along an axis, from the first on, lie side by side and begin at a multiple of four. */
const inFours = ({ offset, shape, strides }: Layout, axis: -1 | -2): boolean =>
  strides.at(axis) === 1 &&
  [shape.at(axis) as number, offset, ...strides.with(axis, 0)].every((number) => number % 4 === 0);

/** `length` entries cut into workgroups of `side` threads, with about `tile` for each thread, in units, and little over. */
function cut(length: number, side: number, tile: number, unit: number): { workgroups: number; tile: number } {
  const units = length / unit;
  const workgroups = Math.max(1, Math.round(length / (side * tile)));
  return { workgroups, tile: unit * Math.ceil(units / (side * workgroups)) };
}

/**
 * The product of A [.., rows, inner] and B [.., inner, columns], wherever they lie. Where A is to be multiplied by slopes,
 * they are read as A is.
 */
export function productKernel(
  variants: Variants,
  a: Layout,
  b: Layout,
  [rows, columns]: [number, number],
  slopes: Layout = a,
): Kernel {
  const inner = a.shape.at(-1) as number;
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = [1, 1, 1, ...lead].slice(-3) as number[];
  const [a0, a1, a2] = batchStrides(a);
  const [b0, b1, b2] = batchStrides(b);
  const count = batch.reduce((x, y) => x * y, 1);
  const aTurned = (a.strides.at(-1) as number) > 1;
  const bTurned = (b.strides.at(-2) as number) === 1;
  const sides = {
    a_inner: inFours(a, -1) && inFours(slopes, -1),
    a_rows: inFours(a, -2) && inFours(slopes, -2),
    b_inner: inFours(b, -2),
    b_columns: inFours(b, -1),
  };
  // A class of sizes, not of layouts: the workload's factors begin where vectors may be read, and must be in the same class.
  const fours = [aTurned ? rows : inner, bTurned ? inner : columns].some((length) => length % 4 === 0);
  const long = Number(sizeClass(inner)) >= LONG;
  const tunable: Tunable<Workload> = {
    kernel: `${aTurned ? "transposed " : ""}product${bTurned ? " by transposed" : ""}`,
    shape: `${[count, rows, inner, columns].map(sizeClass).join(" x ")}${fours ? " in fours" : ""}`,
    names: Object.entries(tiles)
      .filter(([, tile]) => (fours || !tile.vectors) && (tile.parts === 1 || long))
      .map(([name]) => name),
    // The gradients of weights, A turned, gain by parts most: eight times on an NVIDIA H200.
    fallback: { gpu: `4 x 4${fours ? " vectors" : ""}${aTurned && long ? " in 16 parts" : ""}`, cpu: "8 x 8" },
    workload: (tape) => {
      const left = tape.input("a", aTurned ? [count, inner, rows] : [count, rows, inner]);
      const right = tape.input("b", bTurned ? [count, columns, inner] : [count, inner, columns]);
      return { product: matmul(aTurned ? transpose(left) : left, bTurned ? transpose(right) : right) };
    },
  };
  const { size, vectors, parts } = tiles[variants.pick(tunable)] as Tile;
  const side = Math.sqrt(THREADS / parts);
  const reads = Object.fromEntries(Object.entries(sides).map(([side, fits]) => [side, vectors && fits]));
  const down = cut(rows, side, size, reads.a_rows ? 4 : 1);
  const across = cut(columns, side, size, reads.b_columns ? 4 : 1);
  return {
    label: `matmul ${rows}x${inner}x${columns}`,
    module: "dense/product/product.wgsl",
    constants: {
      ROWS: rows,
      INNER: inner,
      COLUMNS: columns,
      TILE_ROWS: down.tile,
      TILE_COLUMNS: across.tile,
      DEPTH: reads.a_inner || reads.b_inner ? 4 : 1,
      SIDE: side,
      PARTS: parts,
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
    conditions: { ...Object.fromEntries(VARIATIONS.map((name) => [name, false])), ...reads, split: parts > 1 },
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
