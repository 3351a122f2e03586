import type { KernelSource } from "../gpu/kernel.ts";
import { Variants } from "../gpu/variants.ts";
import type { Layout, Shape } from "./shape.ts";
import { sizeOf } from "./shape.ts";

/** A kernel of one node: its inputs are bound 0, 1, .. as read-only storage, its output last as read-write. */
export interface Kernel extends KernelSource {
  readonly workgroups: readonly [number, number, number];
  /** It fills the adapter by itself: it shares its dispatch with no other. */
  readonly large?: boolean;
}

/** A recorded value whose operation's attributes are known. */
export type Node<Attributes> = Tensor & { readonly attributes: Attributes };

/**
 * One operation: a shape rule (in its recording function), a kernel or a view, and a vector-Jacobian product.
 * A node of an operation with neither kernel nor view is a leaf.
 */
export interface Operation<Attributes = unknown> {
  readonly name: string;
  /** Movement without copies: the output's layout in the input's storage, or null where strides cannot say it. */
  view?(node: Node<Attributes>, input: Layout): Layout | null;
  kernel?(node: Node<Attributes>, inputs: readonly Layout[]): Kernel;
  /** The kernel reads its inputs as dense rows; anything strided is copied first. */
  readonly dense?: boolean;
  /**
   * Cotangents of the inputs, written in tape operations; null where the input is not differentiable. Those of the
   * primitives are in `derivatives.ts`.
   */
  vjp?(node: Node<Attributes>, cotangent: Tensor): (Tensor | null)[];
  /** The same value from operations that can be differentiated again; where there is no `vjp`, the only derivative. */
  decompose?(node: Node<Attributes>): Tensor;
  /** Holds what another node, whose view of it this is, differentiates; no cotangent comes here. */
  readonly opaque?: boolean;
  /** Later operations may read the input in this node's stead; derivatives by such a node need `variable`. */
  readonly transparent?: boolean;
  /** Inputs whose cotangents `vjp` cannot give; asking for one of them decomposes the node. */
  readonly decomposeFor?: readonly number[];
  /** This node and another of its shape added up in the same kernel; null where that is not possible. */
  plus?(node: Node<Attributes>, other: Tensor): Tensor | null;
  /** Indices of inputs that the kernel updates in place; such a node is never shared or dropped. */
  readonly mutates?: readonly number[];
  /** Nodes with the same inputs and the same text here are one; the attributes as JSON, where left out. */
  identity?(attributes: Attributes): string;
}

/** A recorded value with a static shape. It holds no data until a program runs. */
export class Tensor {
  readonly tape: Tape;
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly shape: Shape;
  /** What its operation alone knows, see `Node`. */
  readonly attributes: unknown;

  constructor(
    tape: Tape,
    id: number,
    operation: Operation,
    inputs: readonly Tensor[],
    shape: Shape,
    attributes: unknown,
  ) {
    this.tape = tape;
    this.id = id;
    this.operation = operation;
    this.inputs = inputs;
    this.shape = shape;
    this.attributes = attributes;
  }

  get size(): number {
    return sizeOf(this.shape);
  }
}

/** A piece of a persistent buffer that outlives programs: parameters and optimiser state. Offset in bytes. */
export interface Storage {
  readonly buffer: GPUBuffer;
  readonly offset: number;
}

/** What a value on the way is, for whoever looks for the first one that is not finite. */
export interface Watched {
  readonly stage: "lift" | "pairs" | "features";
  /** In words, unique on its tape. */
  readonly name: string;
  readonly tensor: Tensor;
}

const input: Operation<{ readonly name: string }> = { name: "input" };
const state: Operation<{ readonly name: string; readonly storage: Storage }> = { name: "state" };
const constant: Operation<{ readonly data: readonly number[] }> = {
  name: "constant",
  // JSON knows neither infinities nor what is no number.
  identity: ({ data }) => data.map((value) => (Object.is(value, -0) ? "-0" : String(value))).join(),
};

/** A node as one of an operation's own; null where it is of another. */
export const asNodeOf = <Attributes>(operation: Operation<Attributes>, node: Tensor): Node<Attributes> | null =>
  node.operation === operation ? (node as Node<Attributes>) : null;

/** The name of a leaf that is written before a run; null of any other node. */
export const inputNameOf = (node: Tensor): string | null => asNodeOf(input, node)?.attributes.name ?? null;

/** The name and the buffer of a leaf that lives in one; null of any other node. */
export const stateOf = (node: Tensor): { readonly name: string; readonly storage: Storage } | null =>
  asNodeOf(state, node)?.attributes ?? null;

/** The numbers of a constant; null of any other node. */
export const constantOf = (node: Tensor): readonly number[] | null => asNodeOf(constant, node)?.attributes.data ?? null;

export const isLeaf = (node: Tensor): boolean => !node.operation.kernel && !node.operation.view;

/** The list of recorded nodes. Recording runs nothing; `compile` turns it into a program. */
export class Tape {
  readonly nodes: Tensor[] = [];
  /** What `watch` was told of, in that order; null on a tape that nobody watches. */
  readonly watched: Watched[] | null;
  /** Where a kernel has variants, they say which the program's adapter runs. Every variant runs everywhere. */
  readonly variants: Variants;

  constructor(variants: Variants = new Variants("gpu"), { watch = false }: { watch?: boolean } = {}) {
    this.variants = variants;
    this.watched = watch ? [] : null;
  }

  /** Names a value on the way; it is recorded only where someone watches. */
  watch(stage: Watched["stage"], name: string, value: () => Tensor): void {
    if (!this.watched) return;
    const before = this.watched.filter((other) => other.name.replace(/, time \d+$/, "") === name).length;
    this.watched.push({ stage, name: before > 0 ? `${name}, time ${before + 1}` : name, tensor: value() });
  }

  record<Attributes>(
    operation: Operation<Attributes>,
    inputs: readonly Tensor[],
    shape: Shape,
    attributes?: Attributes,
  ): Tensor {
    const node = new Tensor(this, this.nodes.length, operation, inputs, shape, attributes ?? {});
    this.nodes.push(node);
    return node;
  }

  /** Data written before each run with `program.write(name, data)`. */
  input(name: string, shape: Shape): Tensor {
    return this.record(input, [], shape, { name });
  }

  /** Data that lives in a buffer of its owner: a parameter or a moment. */
  state(name: string, shape: Shape, storage: Storage): Tensor {
    return this.record(state, [], shape, { name, storage });
  }

  constant(data: ArrayLike<number>, shape: Shape): Tensor {
    return this.record(constant, [], shape, { data: Array.from(data) });
  }

  scalar(value: number): Tensor {
    return this.constant([value], []);
  }
}
