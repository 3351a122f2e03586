import { sizeClass, type Tunable } from "../../gpu/variants.ts";
import { couplingModule } from "../../lie/irreps/coupling-module.ts";
import { gradients } from "../gradients.ts";
import type { Layout, Shape } from "../shape.ts";
import type { Kernel, Node, Operation, Tape, Tensor } from "../tape.ts";
import type { Workload } from "../tuner.ts";
import { add, multiply } from "./elementwise.ts";
import { gather } from "./gather.ts";
import {
  type EquivariantKernel,
  inFours,
  materialisedKernel,
  type Places,
  radialPlaces,
} from "./materialised-kernel.ts";
import { permute, reshape, slice } from "./movement.ts";
import { edgesBack } from "./mutual-edges.ts";
import { pad } from "./pad.ts";
import { sum } from "./reduce.ts";

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
  const { tape, shape } = geometry;
  const [rows, edges] = shape as [number, number];
  const back = edgesBack(mutual, edges);
  const there = slice(geometry, 1, 0, back.length);
  const table = reshape(permute(there, [1, 0]), [1, back.length, rows]);
  const other = reshape(gather(table, tape.constant(back, [1, back.length])), [back.length, rows]);
  const signs = Array.from({ length: rows }, (_, row) => (row < 3 ? -1 : 1));
  return pad(add(there, multiply(permute(other, [1, 0]), tape.constant(signs, [rows, 1]))), 1, 0, edges);
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
      const real = mutual > 0 ? 2 * slotsOf(kernel, edges) : edges;
      const output = slice(all, 4, 0, real);
      const [dSent, dPacked] = gradients(output, [sent, packed]) as [Tensor, Tensor];
      return { output, dSent: slice(dSent, 1, 0, real), dPacked };
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
const groupsOf = (attributes: Attributes, edges: number): number =>
  Math.ceil(slotsOf(attributes.kernel, edges) / cutOf(attributes).lanes);

/** Numbers that the kernels read of a row at once. */
const wordOf = (attributes: Attributes): number => (attributes.kernel.mutual > 0 ? 1 : cutOf(attributes).lanes);

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
  decompose: (node) => materialisedKernel(node.attributes.kernel, node.attributes.places, node.inputs),
};

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
  if (variant === DECOMPOSED) return materialisedKernel(kernel, places, inputs);
  const result = [nets, heads, 2 * l + 1, outputs / heads, edges];
  return tape.record(equivariantKernelOperation, inputs, result, { kernel, places, variant });
}
