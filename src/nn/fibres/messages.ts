import { concat } from "../../autograd/operations/concat.ts";
import { add, negate, sqrt, square, subtract } from "../../autograd/operations/elementwise.ts";
import { equivariantKernel } from "../../autograd/operations/equivariant-kernel.ts";
import { gather } from "../../autograd/operations/gather.ts";
import {
  type KernelOfDegrees,
  type RadialNet,
  radialNet,
  radialPlaces,
} from "../../autograd/operations/materialised-kernel.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { ordersOf, type Parity } from "../../lie/irreps/kernel-basis.ts";
import { type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout, ParameterSlice } from "../parameters.ts";
import { type Edges, edgeTable } from "./edges.ts";
import { type Fibre, type FibreShape, fibreShape, fibreSize, packedFibre, shapeOf } from "./fibre.ts";

/** How the place of the receiver, seen by the sender, joins the vectors that are sent (neighbours 1.6). */
type RelativePosition = "none" | "add" | "cat";

export interface MessageOptions {
  readonly parity: Parity;
  /** Scalars of an edge. */
  readonly scalars: number;
  /** Width of the radial nets' two hidden layers. */
  readonly hidden: number;
  readonly relative: RelativePosition;
}

/** Nets of one fibre out: its degrees may be fewer than the first one's, its channels are the same. */
export interface MessageNets {
  readonly name: string;
  readonly out: FibreShape;
}

/** What is sent along an edge: the sender's features, and its place where it is appended. */
const sentShape = (input: FibreShape, relative: RelativePosition): FibreShape =>
  relative === "cat" ? fibreShape([...input, [1, (input.get(1) ?? 0) + 1]]) : input;

interface Path {
  readonly kernel: KernelOfDegrees;
  /** Nets in the order of their weights. */
  readonly names: readonly string[];
  /** Where the sent features of its degree begin. */
  readonly start: number;
  /** Where its weights begin. */
  readonly place: number;
}

/** A kernel for each pair of degrees, their weights one after the other. */
function pathsOf(
  input: FibreShape,
  nets: readonly [MessageNets, ...MessageNets[]],
  { parity, scalars, hidden, relative }: MessageOptions,
): { paths: readonly Path[]; size: number } {
  const paths: Path[] = [];
  let place = 0;
  for (const [l, outputs] of nets[0].out) {
    let start = 0;
    for (const [k, inputs] of sentShape(input, relative)) {
      const names = nets.filter(({ out }) => out.has(l)).map(({ name }) => `${name}.${l}.${k}`);
      const orders = ordersOf(l, k, parity);
      const kernel = { l, k, orders, inputs, outputs, nets: names.length, scalars, hidden };
      paths.push({ kernel, names, start, place });
      start += (2 * k + 1) * inputs;
      place += names.length * radialPlaces(kernel).size;
    }
  }
  return { paths, size: place };
}

/**
 * A net's named weights. Weights are uniform in +-sqrt(6 / in) (He et al., 2015), biases in +-1 / sqrt(in), as published.
 */
export function radialSlices(name: string, kernel: RadialNet, offset: number): ParameterSlice[] {
  const { places, row, read, count } = radialPlaces(kernel);
  const { hidden } = kernel;
  const dense = (k: 0 | 1 | 2, outputs: number, inputs: number, strides: readonly [number, number]) => [
    {
      name: `${name}.${k}.weight`,
      shape: [outputs, inputs],
      halfWidth: Math.sqrt(6 / inputs),
      offset: offset + places[`weight${k}`],
      strides,
    },
    {
      name: `${name}.${k}.bias`,
      shape: [outputs],
      halfWidth: 1 / Math.sqrt(inputs),
      offset: offset + places[`bias${k}`],
      strides: [1],
    },
  ];
  const norm = (k: 0 | 1) =>
    (["scale", "shift"] as const).map((part, own) => ({
      name: `${name}.norm${k}.${part}`,
      shape: [hidden],
      constant: part === "scale" ? 1 : 0,
      offset: offset + places[`norm${k}`] + own * row,
      strides: [1],
    }));
  return [
    ...dense(0, hidden, read, [1, row]),
    ...norm(0),
    ...dense(1, hidden, hidden, [row, 1]),
    ...norm(1),
    ...dense(2, count, hidden, [row, 1]),
  ];
}

/** Radial nets `{name}.{l}.{k}` of every pair of degrees. */
export function declareMessages(
  layout: ParameterLayout,
  prefix: string,
  input: FibreShape,
  nets: readonly [MessageNets, ...MessageNets[]],
  options: MessageOptions,
): void {
  const { paths, size } = pathsOf(input, nets, options);
  const slices = paths.flatMap(({ kernel, names, place }) =>
    names.flatMap((name, net) => radialSlices(prefix + name, kernel, place + net * radialPlaces(kernel).size)),
  );
  layout.pack(`${prefix}radial`, [size], slices);
}

/** What the radial nets of one pair of degrees and one order say, at some lengths. */
export interface RadialCurve {
  /** Degree out, degree in, order. */
  readonly l: number;
  readonly k: number;
  readonly order: number;
  /** Root mean square over pairs of channels, [R]. */
  readonly size: Tensor;
}

/** Curves of the first of some nets. read: scalars of edges and their lengths, [R, scalars + 1] */
export function radialCurves(
  weights: Weights,
  prefix: string,
  input: FibreShape,
  nets: readonly [MessageNets, ...MessageNets[]],
  options: MessageOptions,
  read: Tensor,
): RadialCurve[] {
  const packed = weightNamed(weights, `${prefix}radial`);
  const rows = read.shape[0] as number;
  return pathsOf(input, nets, options).paths.flatMap(({ kernel, place }) => {
    const { l, k, orders, inputs, outputs } = kernel;
    const phi = radialNet(kernel, slice(packed, 0, place, place + radialPlaces(kernel).size), read);
    const table = reshape(phi, [rows, outputs * inputs, orders.length]);
    return orders.map((order, j) => ({
      l,
      k,
      order,
      size: reshape(sqrt(mean(square(slice(table, 2, j, j + 1)), [1])), [rows]),
    }));
  });
}

/** What the senders send along their edges, [size, E]. */
function sentFeatures(features: Fibre, { senders, vectors }: Edges, relative: RelativePosition): Tensor {
  const shape = shapeOf(features);
  const [batch, edges] = vectors.shape as [number, number, number];
  const sent = gather(packedFibre(features), senders);
  // The receiver from the sender, x_i - x_j, among the vectors: appended to their channels, or added to the first.
  const channels = shape.get(1) ?? 0;
  let whole = sent;
  if (relative === "cat" || (relative === "add" && channels > 1)) {
    const start = fibreSize(fibreShape([[0, shape.get(0) ?? 0]]));
    const end = start + 3 * channels;
    const size = sent.shape[2] as number;
    const column = reshape(vectors, [batch, edges, 3, 1]);
    const own = channels > 0 ? [reshape(slice(sent, 2, start, end), [batch, edges, 3, channels])] : [];
    const [first, ...others] =
      relative === "cat"
        ? [...own, negate(column)]
        : own.flatMap((x) => [subtract(slice(x, 3, 0, 1), column), slice(x, 3, 1, channels)]);
    const joined = concat([first as Tensor, ...others], 3);
    whole = concat(
      [
        ...(start > 0 ? [slice(sent, 2, 0, start)] : []),
        reshape(joined, [batch, edges, joined.size / batch / edges]),
        ...(end < size ? [slice(sent, 2, end, size)] : []),
      ],
      2,
    );
  }
  return edgeTable(reshape(whole, [batch * edges, whole.shape[2] as number]));
}

/**
 * Messages along every edge by equivariant kernels, for each of some nets that read the same features: by degree, [nets,
 * heads, (2l+1) channels / heads, B, n, K], the nets that have this degree; components before channels.
 */
export function messages(
  weights: Weights,
  prefix: string,
  nets: readonly [MessageNets, ...MessageNets[]],
  options: MessageOptions,
  { features, edges, heads }: { readonly features: Fibre; readonly edges: Edges; readonly heads: number },
): ReadonlyMap<number, Tensor> {
  const { paths } = pathsOf(shapeOf(features), nets, options);
  const sent = sentFeatures(features, edges, options.relative);
  const packed = weightNamed(weights, `${prefix}radial`);
  const { mutual } = edges;
  const result = new Map<number, Tensor>();
  for (const { kernel, ...places } of paths) {
    const received = equivariantKernel({ ...kernel, heads, mutual }, places, [edges.geometry, sent, packed]);
    const before = result.get(kernel.l);
    result.set(kernel.l, before ? add(before, received) : received);
  }
  const [batch, nodes, each] = edges.present.shape as [number, number, number];
  return new Map(
    [...result].map(([l, own]) => {
      const [nets, , rows, channels] = own.shape as [number, number, number, number, number];
      const real = slice(own, 4, 0, batch * nodes * each);
      return [l, reshape(real, [nets, heads, rows * channels, batch, nodes, each])];
    }),
  );
}
