import { couplingEntries } from "../../lie/irreps/clebsch-gordan.ts";
import type { Tensor } from "../tape.ts";
import { concat } from "./concat.ts";
import { add, divide, greater, relu, scale, sqrt, square, where } from "./elementwise.ts";
import { harmonics } from "./harmonics.ts";
import { layerNorm } from "./layer-norm.ts";
import { matmul, transpose } from "./matmul.ts";
import { permute, reshape, slice } from "./movement.ts";
import { sum } from "./reduce.ts";

/**
 * Kernels of a tensor field network (Thomas et al., 2018; neighbours 1.5) between features of two degrees. On an edge along x,
 *
 *   out[o, a] = sum_{i, c} sum_J phi_J[o, i](r, s) W_J(x / r)[a, c] f[i, c],   r = |x|, s scalars of the edge,
 *
 * with phi a radial net. Where r = 0 there is no direction and no edge: out = 0.
 */
export interface EquivariantKernel {
  /** Degree of what comes out. */
  readonly l: number;
  /** Degree of what goes in. */
  readonly k: number;
  /** Orders of the harmonics that couple them, rising. */
  readonly orders: readonly number[];
  /** Channels that go in, and that come out of each net. */
  readonly inputs: number;
  readonly outputs: number;
  /** Heads that the outputs are split among. */
  readonly heads: number;
  /** Nets side by side that read the same features: one, or one for values and one for keys. */
  readonly nets: number;
  /** Scalars of an edge. */
  readonly scalars: number;
  /** Width of the radial nets' two hidden layers. */
  readonly hidden: number;
  /**
   * Points of sets in which everybody sends to everybody else, in the order of `everyOther`, with the same scalars both ways:
   * edges there and back share their radial nets. 0 for other edges.
   */
  readonly mutual: number;
}

/** A kernel whatever edges it goes along and heads it is for. */
export type KernelOfDegrees = Omit<EquivariantKernel, "heads" | "mutual">;

/** What decides the sizes of a radial net. */
export type RadialNet = Pick<EquivariantKernel, "orders" | "inputs" | "outputs" | "scalars" | "hidden">;

/** Rounded up to whole vec4. */
export const inFours = (size: number): number => 4 * Math.ceil(size / 4);

/** Places in a radial net's packed weights, whose rows are padded to whole vec4: see `equivariant_kernel/radial.wgsl`. */
export function radialPlaces({ scalars, hidden, inputs, outputs, orders }: RadialNet) {
  const row = inFours(hidden);
  const read = scalars + 1;
  const count = outputs * inputs * orders.length;
  const sizes = {
    weight0: read * row,
    bias0: row,
    norm0: 2 * row,
    weight1: hidden * row,
    bias1: row,
    norm1: 2 * row,
    weight2: count * row,
    bias2: inFours(count),
  };
  let size = 0;
  const places = Object.fromEntries(
    Object.entries(sizes).map(([name, own]) => {
      const start = size;
      size += own;
      return [name, start];
    }),
  ) as Record<keyof typeof sizes, number>;
  return { places, size, row, read, count };
}

/** phi of features [E, scalars + 1], the scalars of an edge and its length: [E, o i J], the order fastest. */
export function radialNet(kernel: RadialNet, packed: Tensor, features: Tensor): Tensor {
  const { places, row, read, count } = radialPlaces(kernel);
  const { hidden } = kernel;
  const table = (start: number, rows: number, columns: number) =>
    slice(reshape(slice(packed, 0, start, start + rows * row), [rows, row]), 1, 0, columns);
  const vector = (start: number, length: number) => slice(packed, 0, start, start + length);
  const normed = (x: Tensor, k: 0 | 1) => relu(layerNorm(x, table(places[`norm${k}`], 2, hidden)));
  const first = add(matmul(features, table(places.weight0, read, hidden)), vector(places.bias0, hidden));
  const second = add(
    matmul(normed(first, 0), transpose(table(places.weight1, hidden, hidden))),
    vector(places.bias1, hidden),
  );
  return add(matmul(normed(second, 1), transpose(table(places.weight2, count, hidden))), vector(places.bias2, count));
}

/** Length [E, 1] and direction [E, 3] of vectors [E, 3], and where there is one; (0, 0) where there is none. */
function polar(x: Tensor): { present: Tensor; length: Tensor; direction: Tensor } {
  const squared = sum(square(x), [1]);
  const zero = x.tape.scalar(0);
  const present = greater(squared, zero);
  const root = sqrt(where(present, squared, x.tape.scalar(1)));
  return { present, length: where(present, root, zero), direction: divide(x, root) };
}

/** Kernels W_J of directions [E, 3]: [E, J, (2l+1)(2k+1)]. */
export function kernelBasisOf(
  { l, k, orders }: Pick<EquivariantKernel, "l" | "k" | "orders">,
  direction: Tensor,
): Tensor {
  const { tape } = direction;
  const edges = direction.shape[0] as number;
  const all = harmonics(direction, orders.at(-1) as number);
  const cells = (2 * l + 1) * (2 * k + 1);
  const kernels = orders.map((J) => {
    const coupling = new Array<number>((2 * J + 1) * cells).fill(0);
    for (const { a, c, m, value } of couplingEntries(l, k, J)) coupling[m * cells + a * (2 * k + 1) + c] = value;
    const own = slice(all, 1, J * J, (J + 1) * (J + 1));
    return reshape(matmul(own, tape.constant(coupling, [2 * J + 1, cells])), [edges, 1, cells]);
  });
  return concat(kernels, 1);
}

/**
 * From differentiable operations: the kernels are materialised, one matrix an edge.
 * @param geometry vectors and scalars of the edges, [E, 3 + scalars]
 * @param features of the sender, [E, 2k+1, inputs]
 * @param packed weights of the nets, one after the other
 * @returns [E, nets, heads, 2l+1, outputs / heads]
 */
function materialised(kernel: EquivariantKernel, geometry: Tensor, features: Tensor, packed: Tensor): Tensor {
  const { l, k, orders, inputs, outputs, heads, nets, scalars } = kernel;
  const edges = geometry.shape[0] as number;
  const { present, length, direction } = polar(slice(geometry, 1, 0, 3));
  const read = scalars > 0 ? concat([slice(geometry, 1, 3, 3 + scalars), length], 1) : length;
  const basis = kernelBasisOf(kernel, direction);
  const { size } = radialPlaces(kernel);
  const [rows, columns] = [2 * l + 1, 2 * k + 1];
  const sent = reshape(permute(features, [0, 2, 1]), [edges, inputs * columns, 1]);
  const results = Array.from({ length: nets }, (_, net) => {
    // A copy: its kernels are the same for every net, whatever its place, and are compiled once.
    const own = scale(slice(packed, 0, net * size, (net + 1) * size), 1);
    const phi = reshape(radialNet(kernel, own, read), [edges, outputs * inputs, orders.length]);
    const cells = reshape(matmul(phi, basis), [edges, outputs, inputs, rows, columns]);
    const matrices = reshape(permute(cells, [0, 1, 3, 2, 4]), [edges, outputs * rows, inputs * columns]);
    const received = reshape(matmul(matrices, sent), [edges, heads, outputs / heads, rows]);
    return reshape(permute(received, [0, 1, 3, 2]), [edges, 1, heads, rows, outputs / heads]);
  });
  return where(reshape(present, [edges, 1, 1, 1, 1]), concat(results, 1), geometry.tape.scalar(0));
}

/** Where a kernel finds its features among all that is sent, and its weights among those of a layer. */
export interface Places {
  readonly start: number;
  readonly place: number;
}

/** Messages as `equivariantKernel` gives them, from differentiable operations, which store a matrix an edge. */
export function materialisedKernel(
  kernel: EquivariantKernel,
  { start, place }: Places,
  inputs: readonly Tensor[],
): Tensor {
  const [geometry, sent, packed] = inputs as [Tensor, Tensor, Tensor];
  const columns = 2 * kernel.k + 1;
  const own = permute(slice(sent, 0, start, start + columns * kernel.inputs), [1, 0]);
  const features = reshape(own, [own.shape[0] as number, columns, kernel.inputs]);
  const weights = slice(packed, 0, place, place + kernel.nets * radialPlaces(kernel).size);
  return permute(materialised(kernel, permute(geometry, [1, 0]), features, weights), [1, 2, 3, 4, 0]);
}
