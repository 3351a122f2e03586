import { sizeClass, type Tunable } from "../../gpu/variants.ts";
import { couplingEntries } from "../../lie/irreps/clebsch-gordan.ts";
import { couplingModule } from "../../lie/irreps/coupling-module.ts";
import { gradients } from "../gradients.ts";
import type { Layout, Shape } from "../shape.ts";
import type { Kernel, Node, Operation, Tape, Tensor } from "../tape.ts";
import type { Workload } from "../tuner.ts";
import { concat } from "./concat.ts";
import { add, divide, greater, relu, scale, sqrt, square, subtract, where } from "./elementwise.ts";
import { gather } from "./gather.ts";
import { harmonics } from "./harmonics.ts";
import { layerNorm } from "./layer-norm.ts";
import { matmul, transpose } from "./matmul.ts";
import { permute, reshape, slice } from "./movement.ts";
import { edgesBack } from "./mutual-edges.ts";
import { pad } from "./pad.ts";
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

const inFours = (size: number): number => 4 * Math.ceil(size / 4);

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
interface Places {
  readonly start: number;
  readonly place: number;
}

/** How the fused kernels cut their work. */
interface Cut {
  /** Edges of a thread: each weight is read once for all of them. */
  readonly lanes: 1 | 4;
  /** Threads of a workgroup whose edges have nothing to do with each other. */
  readonly edgewise: number;
  /** Threads of a workgroup that shares the gradient of its edges. */
  readonly tile: number;
  /** Slabs of edges at most, each with a gradient of the weights of its own. */
  readonly slabs: number;
}

/**
 * A GPU's threads have few registers and neighbours to read beside; those of a processor's cores are a vector register each,
 * which a weight must be spread over.
 */
const cuts: Readonly<Record<string, Cut>> = {
  "one edge": { lanes: 1, edgewise: 64, tile: 32, slabs: 64 },
  "four edges": { lanes: 4, edgewise: 8, tile: 8, slabs: 8 },
};

/** The form that is no fused one: a program that runs once on a software adapter is compiled ten times as fast. */
export const DECOMPOSED = "decomposed";

interface Attributes {
  readonly kernel: EquivariantKernel;
  readonly places: Places;
  /** Of all kernels, and of the way back. */
  readonly variant: string;
}

const cutOf = ({ variant }: Attributes): Cut => cuts[variant] as Cut;

/** Of any table of edges one whose vectors are opposite and whose scalars are the same there and back. */
function sameBothWays(geometry: Tensor, mutual: number): Tensor {
  const [rows, edges] = geometry.shape as [number, number];
  const back = edgesBack(mutual, edges);
  const whole = slice(geometry, 1, 0, back.length);
  const table = reshape(permute(whole, [1, 0]), [1, back.length, rows]);
  const other = permute(
    reshape(gather(table, geometry.tape.constant(back, [1, back.length])), [back.length, rows]),
    [1, 0],
  );
  const part = (x: Tensor, start: number, end: number) => slice(x, 0, start, end);
  const vectors = subtract(part(whole, 0, 3), part(other, 0, 3));
  const both = rows > 3 ? concat([vectors, add(part(whole, 3, rows), part(other, 3, rows))], 0) : vectors;
  return pad(both, 1, 0, edges);
}

/** Which form of a kernel an adapter runs. */
function variantOf({ variants }: Tape, kernel: EquivariantKernel, edges: number): string {
  const { l, k, orders, inputs, outputs, nets, hidden, scalars, mutual } = kernel;
  const columns = 2 * k + 1;
  const tunable: Tunable<Workload> = {
    kernel: "equivariant kernel",
    shape: `${l} from ${k} E${sizeClass(edges)} ${nets} x ${outputs} x ${inputs} channels ${orders.length} orders ${scalars} scalars K${inFours(hidden)}${mutual > 0 ? " mutual" : ""}`,
    names: [...Object.keys(cuts), DECOMPOSED],
    fallback: { gpu: "one edge", cpu: "four edges" },
    workload: (tape) => {
      // Whole vectors of units: inputs are filled throughout, and padding must be zero.
      const whole = { ...kernel, hidden: inFours(hidden) };
      const drawn = tape.input("geometry", [3 + scalars, edges]);
      const geometry = mutual > 0 ? sameBothWays(drawn, mutual) : drawn;
      const sent = tape.input("sent", [columns * inputs, edges]);
      const packed = tape.input("packed", [nets * radialPlaces(whole).size]);
      const all = equivariantKernel(whole, { start: 0, place: 0 }, [geometry, sent, packed]);
      const real = 2 * slotsOf(whole, edges);
      const output = mutual > 0 ? slice(all, 4, 0, real) : all;
      const [dSent, dPacked] = gradients(output, [sent, packed]) as [Tensor, Tensor];
      return { output, dSent: mutual > 0 ? slice(dSent, 1, 0, real) : dSent, dPacked };
    },
  };
  return variants.pick(tunable);
}

/** Edges are padded to a multiple of this: a thread's are read at once. */
export const EDGES_AT_ONCE = 4;

/** Units of a hidden layer that a thread can hold: wider nets are decomposed. */
const MOST = 32;

/**
 * Left factors that a thread of the weights' kernel can leave: three of a hidden layer, or what the first layer reads and two.
 * With as many right ones as a layer has units, 32 edges a workgroup take all the memory that it has, 16 KB.
 */
const FACTORS = 3 * MOST;

/** The largest divisor of a number that is at most `most`. */
function divisorOf(number: number, most: number): number {
  let divisor = Math.max(1, Math.min(number, Math.floor(most)));
  while (number % divisor !== 0) divisor--;
  return divisor;
}

/** Channels out whose messages a thread holds at once: as its registers allow. */
const togetherOf = ({ outputs, orders }: EquivariantKernel): number =>
  divisorOf(outputs, Math.min(4, MOST / orders.length));

/** Edges that a kernel's threads share out; with those back left out where they go together. */
function slotsOf({ mutual }: EquivariantKernel, edges: number): number {
  if (mutual === 0) return edges;
  const pairs = (mutual * (mutual - 1)) / 2;
  return Math.floor(edges / 2 / pairs) * pairs;
}

/** Threads' worth of them. */
const groupsOf = ({ kernel, variant }: Attributes, edges: number): number =>
  Math.ceil(slotsOf(kernel, edges) / (cuts[variant] as Cut).lanes);

/** Numbers that the kernels read of a row at once. */
const wordOf = ({ kernel, variant }: Attributes): number => (kernel.mutual > 0 ? 1 : (cuts[variant] as Cut).lanes);

function kernelOf(
  module: string,
  attributes: Attributes,
  layouts: readonly Layout[],
  workgroups: Kernel["workgroups"],
  constants: Record<string, number>,
): Kernel {
  const { kernel, places } = attributes;
  const { l, k, orders, inputs, outputs, heads, nets, scalars, hidden, mutual } = kernel;
  const [geometry, sent, packed] = layouts as [Layout, Layout, Layout];
  const { lanes } = cutOf(attributes);
  const edges = geometry.shape[1] as number;
  const word = wordOf(attributes);
  return {
    label: `${module} ${l} from ${k}, ${outputs} x ${inputs} channels`,
    module: `equivariant_kernel/${module}.wgsl`,
    generated: { coupling: couplingModule(l, k, orders) },
    constants: {
      GROUPS: groupsOf(attributes, edges),
      EDGES: edges,
      SLOTS: slotsOf(kernel, edges),
      SET: mutual,
      SCALARS: scalars,
      HIDDEN: hidden,
      COUNT: radialPlaces(kernel).count,
      INPUTS: inputs,
      OUTPUTS: outputs,
      TOGETHER: togetherOf(kernel),
      HEADS: heads,
      NETS: nets,
      OFFSET0: geometry.offset / word,
      OFFSET1: (sent.offset + places.start * edges) / word,
      WEIGHTS: (packed.offset + places.place) / 4,
      ...constants,
    },
    conditions: {
      lanes1: lanes === 1,
      lanes2: false,
      lanes4: lanes === 4,
      one_by_one: false,
      backward: module !== "forward",
      edgewise: module !== "weights_gradient",
      mutual: mutual > 0,
      gathered: mutual > 0 && lanes > 1,
    },
    workgroups,
    large: true,
  };
}

const slabsOf = (attributes: Attributes, edges: number): { tiles: number; slabs: number } => {
  const { tile, slabs } = cutOf(attributes);
  const tiles = Math.ceil(groupsOf(attributes, edges) / tile);
  return { tiles, slabs: Math.min(tiles, slabs) };
};

/** One thread for the edges that it handles at once, of each net. */
function edgewise(
  module: string,
  { attributes }: Node<Attributes>,
  layouts: readonly Layout[],
  extra: Record<string, number> = {},
): Kernel {
  const { edgewise: threads } = cutOf(attributes);
  const groups = groupsOf(attributes, (layouts[0] as Layout).shape[1] as number);
  const workgroups = [Math.ceil(groups / threads), attributes.kernel.nets, 1] as const;
  return kernelOf(module, attributes, layouts, workgroups, { WORKGROUP: threads, ...extra });
}

/** Where the cotangents of messages begin. */
const cotangentOffset = (attributes: Attributes, { offset }: Layout) => ({
  OFFSET3: offset / wordOf(attributes),
});

/** Cotangents of what is sent, for each net; the features themselves it does not read. */
const featuresGradient: Operation<Attributes> = {
  name: "equivariantKernelFeaturesGradient",
  dense: true,
  kernel: (node, [geometry, packed, cotangent]) => {
    const layouts = [geometry, geometry, packed] as [Layout, Layout, Layout];
    return edgewise("features_gradient", node, layouts, cotangentOffset(node.attributes, cotangent as Layout));
  },
};

/** Cotangents of the edges' vectors and scalars, for each net. */
const geometryGradient: Operation<Attributes> = {
  name: "equivariantKernelGeometryGradient",
  dense: true,
  kernel: (node, layouts) =>
    edgewise("geometry_gradient", node, layouts, cotangentOffset(node.attributes, layouts[3] as Layout)),
};

/** The gradient of the nets' weights, for each slab of edges. */
const weightsGradient: Operation<Attributes> = {
  name: "equivariantKernelWeightsGradient",
  dense: true,
  kernel: ({ attributes }, layouts) => {
    const { kernel } = attributes;
    const { tiles, slabs } = slabsOf(attributes, (layouts[0] as Layout).shape[1] as number);
    return kernelOf("weights_gradient", attributes, layouts, [slabs, kernel.nets, 1], {
      WORKGROUP: cutOf(attributes).tile,
      TILES: tiles,
      SLABS: slabs,
      FACTORS,
      AT_ONCE: divisorOf(kernel.inputs, FACTORS / (kernel.orders.length * togetherOf(kernel))),
      ...cotangentOffset(attributes, layouts[3] as Layout),
    });
  },
};

const equivariantKernelOperation: Operation<Attributes> = {
  name: "equivariantKernel",
  dense: true,
  kernel: (node, layouts) => edgewise("forward", node, layouts),
  vjp: (node, cotangent) => {
    const { tape, inputs, attributes } = node;
    const { kernel, places } = attributes;
    const [geometry, sent, packed] = inputs as [Tensor, Tensor, Tensor];
    const edges = geometry.shape[1] as number;
    // Summed over nets, or slabs.
    const total = (operation: Operation<Attributes>, given: readonly Tensor[], shares: number, shape: Shape) => {
      const all = tape.record(operation, [...given, cotangent], [shares, ...shape], attributes);
      return reshape(sum(all, [0]), shape);
    };
    const { nets } = kernel;
    const width = (2 * kernel.k + 1) * kernel.inputs;
    const features = total(featuresGradient, [geometry, packed], nets, [width, edges]);
    const { slabs } = slabsOf(attributes, edges);
    const weights = total(weightsGradient, inputs, slabs, [nets * radialPlaces(kernel).size]);
    return [
      total(geometryGradient, inputs, nets, geometry.shape),
      pad(features, 0, places.start, sent.shape[0] as number),
      pad(weights, 0, places.place, packed.size),
    ];
  },
  decompose: (node) => decomposedEquivariantKernel(node.attributes.kernel, node.attributes.places, node.inputs),
};

/** The same from differentiable operations, which store a matrix an edge. */
function decomposedEquivariantKernel(
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

/**
 * Messages along edges by equivariant kernels, in one kernel each way: memory linear in edges and channels. Derivatives of
 * derivatives, and nets wider than 32, go through the decomposed form. The number of edges E is a multiple of EDGES_AT_ONCE.
 * @param inputs vectors x_sender - x_receiver and scalars of the edges, [3 + scalars, E]; all that is sent along them, [W, E];
 *   the packed weights of a layer
 * @returns [nets, heads, 2l+1, outputs / heads, E]; behind the last whole set of mutual edges anything. The cotangent of such an
 *   edge's vector and that of the one back, which is its opposite, are both given to the first of them
 * @throws Error if the edges hold no whole set of `mutual` points
 */
export function equivariantKernel(
  kernel: EquivariantKernel,
  places: Places,
  inputs: readonly [geometry: Tensor, sent: Tensor, packed: Tensor],
): Tensor {
  const [{ tape, shape }] = inputs;
  const { l, outputs, heads, nets, hidden, scalars, mutual } = kernel;
  const edges = shape[1] as number;
  if (mutual === 1 || edges < mutual * (mutual - 1)) {
    throw new Error(`${edges} edges hold no set of ${mutual} points that all send to each other.`);
  }
  const fits = hidden <= MOST && scalars + 2 <= MOST;
  const variant = fits ? variantOf(tape, kernel, edges) : DECOMPOSED;
  if (variant === DECOMPOSED) return decomposedEquivariantKernel(kernel, places, inputs);
  const result = [nets, heads, 2 * l + 1, outputs / heads, edges];
  return tape.record(equivariantKernelOperation, inputs, result, { kernel, places, variant });
}
