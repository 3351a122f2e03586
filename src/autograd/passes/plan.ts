import { STORAGE_BUFFERS } from "../../gpu/limits.ts";
import { collectOperation } from "../operations/adam.ts";
import { type ElementwiseNode, elementwise, elementwiseKernel, expressionOf } from "../operations/elementwise.ts";
import { contiguous, isContiguous, type Layout, sizeOf } from "../shape.ts";
import { asNodeOf, constantOf, inputNameOf, isLeaf, type Kernel, type Node, stateOf, type Tensor } from "../tape.ts";
import type { KernelCall, Value } from "./call.ts";

interface Place {
  readonly value: Value;
  readonly layout: Layout;
}

/** An elementwise chain in the making: operands stand in `text` as `@id@`. */
interface Chain {
  readonly operands: readonly Tensor[];
  readonly text: string;
}

/**
 * Whether computing a chain once in each of its readers costs less than storing it: it reads no more than they would, and
 * saves a dispatch.
 */
const isShort = ({ operands, text }: Chain, readers: number): boolean =>
  operands.length <= 2 && readers <= 3 && text.length <= 60;

/** Inputs of a kernel beside its one output. */
const MAX_OPERANDS = STORAGE_BUFFERS - 1;

const literal = (node: Tensor): string | null =>
  node.size === 1 && constantOf(node) ? `f32(${Math.fround(constantOf(node)?.[0] as number)})` : null;

/** Second pass: from nodes to calls. Views become layouts, elementwise chains one kernel, gradients lie side by side. */
export class Planner {
  readonly calls: KernelCall[] = [];
  readonly places = new Map<Tensor, Place>();
  readonly inputs = new Map<string, Value>();
  readonly constants: { value: Value; data: readonly number[] }[] = [];
  readonly #dense = new Map<Tensor, Place>();
  readonly #chains = new Map<Tensor, Chain>();
  readonly #readers = new Map<Tensor, Tensor[]>();

  constructor(nodes: readonly Tensor[], outputs: readonly Tensor[]) {
    for (const node of nodes) {
      this.#readers.set(node, []);
      for (const input of node.inputs) this.#readers.get(input)?.push(node);
    }
    // Outputs must be stored: they count as read by themselves.
    for (const node of outputs) this.#readers.get(node)?.push(node);
    for (const node of nodes) this.#plan(node);
  }

  #newValue(label: string, size: number, pooled: boolean): Value {
    return { label, bytes: Math.max(size, 1) * 4, offset: 0, pooled };
  }

  #emit(kernel: Kernel, inputs: readonly Value[], size: number, mutates: readonly number[] = []): Value {
    const output = this.#newValue(kernel.label, size, true);
    this.calls.push({ kernel, inputs, output, mutates });
    return output;
  }

  /** Copies a strided place into dense storage of its own. */
  #copied(place: Place): Place {
    const { shape } = place.layout;
    const kernel = elementwiseKernel("copy", shape, [place.layout], "x0");
    return { value: this.#emit(kernel, [place.value], sizeOf(shape)), layout: contiguous(shape) };
  }

  /** Where a node lies without gaps, in its order; copied there once for all who ask. */
  dense(node: Tensor): Place {
    const place = this.place(node);
    if (isContiguous(place.layout)) return place;
    const known = this.#dense.get(node) ?? this.#copied(place);
    this.#dense.set(node, known);
    return known;
  }

  place(node: Tensor): Place {
    const place = this.places.get(node);
    if (!place) throw new Error(`${node.operation.name} was read before it was planned.`);
    return place;
  }

  #plan(node: Tensor): void {
    const collected = asNodeOf(collectOperation, node);
    const pointwise = asNodeOf(elementwise, node);
    if (isLeaf(node)) this.#planLeaf(node);
    else if (collected) this.#planCollect(collected);
    else if (node.operation.view) this.#planView(node);
    else if (pointwise) this.#planElementwise(pointwise);
    else this.#planKernel(node);
  }

  #planLeaf(node: Tensor): void {
    const [name, data, state] = [inputNameOf(node), constantOf(node), stateOf(node)];
    const value =
      (name === null ? undefined : this.inputs.get(name)) ??
      this.#newValue(name ?? state?.name ?? node.operation.name, node.size, false);
    if (name !== null) this.inputs.set(name, value);
    if (data) this.constants.push({ value, data });
    if (state) {
      value.buffer = state.storage.buffer;
      value.offset = state.storage.offset;
    }
    this.places.set(node, { value, layout: contiguous(node.shape) });
  }

  #planView(node: Tensor): void {
    const [viewed] = node.inputs as [Tensor];
    const input = this.place(viewed);
    const layout = node.operation.view?.(node, input.layout);
    if (layout) {
      this.places.set(node, { value: input.value, layout });
      return;
    }
    const moved = this.dense(viewed);
    const after = node.operation.view?.(node, moved.layout);
    if (!after) throw new Error(`${node.operation.name} of dense storage has no layout.`);
    this.places.set(node, { value: moved.value, layout: after });
  }

  #planKernel(node: Tensor): void {
    const { operation } = node;
    const places = node.inputs.map((input) => (operation.dense ? this.dense(input) : this.place(input)));
    const kernel = operation.kernel?.(
      node,
      places.map((place) => place.layout),
    ) as Kernel;
    const value = this.#emit(
      kernel,
      places.map((place) => place.value),
      node.size,
      operation.mutates,
    );
    this.places.set(node, { value, layout: contiguous(node.shape) });
  }

  #planElementwise(node: ElementwiseNode): void {
    const chain = this.#fuse(node);
    // A chain whose readers are all elementwise and of the same shape continues there; a short one in several of them.
    const readers = this.#readers.get(node) as Tensor[];
    const goesOn = readers.every(
      (reader) => reader !== node && reader.operation === elementwise && String(reader.shape) === String(node.shape),
    );
    if (goesOn && (readers.length === 1 || isShort(chain, readers.length))) this.#chains.set(node, chain);
    else this.#emitChain(node, chain);
  }

  #emitChain(node: Tensor, chain: Chain): void {
    const places = chain.operands.map((operand) => this.place(operand));
    const text = chain.text.replaceAll(/@(\d+)@/g, (_, id) => {
      return `x${chain.operands.findIndex((operand) => operand.id === Number(id))}`;
    });
    const kernel = elementwiseKernel(
      chain.text.replaceAll(/@\d+@/g, "x").slice(0, 60),
      node.shape,
      places.map((place) => place.layout),
      text,
    );
    const value = this.#emit(
      kernel,
      places.map((place) => place.value),
      node.size,
    );
    this.places.set(node, { value, layout: contiguous(node.shape) });
    this.#chains.delete(node);
  }

  #fuse(node: ElementwiseNode): Chain {
    const build = (): Chain => {
      const operands = new Set<Tensor>();
      const texts = node.inputs.map((input) => {
        const chain = this.#chains.get(input);
        if (chain) {
          for (const operand of chain.operands) operands.add(operand);
          return chain.text;
        }
        const number = literal(input);
        if (number) return number;
        operands.add(input);
        return `@${input.id}@`;
      });
      return { operands: [...operands], text: expressionOf(node, texts) };
    };
    let chain = build();
    // Too many operands for one stage: give the pending inputs storage, the longest chain first.
    while (chain.operands.length > MAX_OPERANDS) {
      const pending = node.inputs
        .filter((input) => this.#chains.has(input))
        .sort((a, b) => (this.#chains.get(b)?.operands.length ?? 0) - (this.#chains.get(a)?.operands.length ?? 0))[0];
      if (!pending) throw new Error(`An elementwise operation reads ${chain.operands.length} tensors.`);
      this.#emitChain(pending, this.#chains.get(pending) as Chain);
      chain = build();
    }
    return chain;
  }

  /** Lets the calls that compute the inputs write straight into the flat buffer, at their offsets. */
  #planCollect(node: Node<{ readonly offsets: readonly number[] }>): void {
    const flat = this.#newValue("collected gradients", node.size, false);
    const { offsets } = node.attributes;
    const places = node.inputs.map((input, k) => {
      let place = this.place(input);
      const { value, layout } = place;
      const writer = this.calls.find((call) => call.output === value);
      const clash =
        writer?.inputs.some((v) => v.flat) ||
        this.calls.some((call) => call.inputs.includes(value) && call.output.flat);
      const whole = isContiguous(layout) && layout.offset === 0 && value.bytes === sizeOf(layout.shape) * 4;
      const again = node.inputs.some((other, j) => j !== k && this.place(other).value === value);
      if (!writer || clash || !whole || again || value.flat) place = this.#copied(place);
      place.value.flat = flat;
      place.value.pooled = false;
      place.value.offset = (offsets[k] as number) * 4;
      return place;
    });
    flat.pieces = places.map((place) => place.value);
    this.flat.push(flat);
    this.places.set(node, { value: flat, layout: contiguous(node.shape) });
  }

  readonly flat: Value[] = [];
}
