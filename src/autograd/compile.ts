import { BufferPool } from "../gpu/buffer-pool.ts";
import type { Gpu } from "../gpu/device.ts";
import { type KernelSource, linkKernel } from "../gpu/kernel.ts";
import { STORAGE_BUFFERS } from "../gpu/limits.ts";
import { bindingTypes, mergeKernels, threadsOf } from "../gpu/merged-kernel.ts";
import { collectOperation } from "./operations/adam.ts";
import { elementwise, elementwiseKernel, expressionOf } from "./operations/elementwise.ts";
import { type Dispatch, Program, type ProgramOutput } from "./program.ts";
import { type LinkedStep, type Step, schedule, type Value } from "./schedule.ts";
import { contiguous, isContiguous, type Layout, sizeOf } from "./shape.ts";
import { isLeaf, type Kernel, Tensor } from "./tape.ts";

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
 * Longer programs, such as roll-outs, are not merged: most merged kernels are one of their kind, and compiling hundreds
 * of them takes minutes, where their parts share a few dozen. Software adapters also run every branch of a merged kernel.
 */
const MAX_MERGED = 300;

/**
 * Whether computing a chain once in each of its readers costs less than storing it: it reads no more than they would, and
 * saves a dispatch.
 */
const isShort = ({ operands, text }: Chain, readers: number): boolean =>
  operands.length <= 2 && readers <= 3 && text.length <= 60;

/** Inputs of a kernel beside its one output. */
const MAX_OPERANDS = STORAGE_BUFFERS - 1;

function neededNodes(outputs: readonly Tensor[]): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [...outputs];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...node.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** Maps every node to the first one that computes the same value. */
function shareCommon(nodes: readonly Tensor[]): Map<Tensor, Tensor> {
  const byKey = new Map<string, Tensor>();
  const shared = new Map<Tensor, Tensor>();
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => shared.get(input) as Tensor);
    const unique = node.operation.mutates || node.attributes.storage;
    const key = `${unique ? node.id : ""}|${node.operation.name}|${inputs.map((x) => x.id)}|${node.shape}|${unique ? "" : JSON.stringify(node.attributes)}`;
    const first = byKey.get(key);
    const rewired = inputs.some((input, k) => input !== node.inputs[k]);
    const own = rewired ? new Tensor(node.tape, node.id, node.operation, inputs, node.shape, node.attributes) : node;
    if (!first) byKey.set(key, own);
    shared.set(node, first ?? own);
  }
  return shared;
}

const literal = (node: Tensor): string | null =>
  node.operation.name === "constant" && node.size === 1 ? `f32(${Math.fround(node.attributes.data[0])})` : null;

class Planner {
  readonly steps: Step[] = [];
  readonly places = new Map<Tensor, Place>();
  readonly inputs = new Map<string, Value>();
  readonly constants: { value: Value; data: number[] }[] = [];
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
    this.steps.push({ kernel, inputs, output, mutates });
    return output;
  }

  /** Copies a strided place into dense storage. */
  #copied(place: Place): Place {
    const { shape } = place.layout;
    const kernel = elementwiseKernel("copy", shape, [place.layout], "x0");
    return { value: this.#emit(kernel, [place.value], sizeOf(shape)), layout: contiguous(shape) };
  }

  dense(place: Place): Place {
    return isContiguous(place.layout) ? place : this.#copied(place);
  }

  place(node: Tensor): Place {
    const place = this.places.get(node);
    if (!place) throw new Error(`${node.operation.name} was read before it was planned.`);
    return place;
  }

  #plan(node: Tensor): void {
    if (isLeaf(node)) this.#planLeaf(node);
    else if (node.operation === collectOperation) this.#planCollect(node);
    else if (node.operation.view) this.#planView(node);
    else if (node.operation === elementwise) this.#planElementwise(node);
    else this.#planKernel(node);
  }

  #planLeaf(node: Tensor): void {
    const { name, data, storage } = node.attributes;
    let value = node.operation.name === "input" ? this.inputs.get(name) : undefined;
    value ??= this.#newValue(name ?? "constant", node.size, false);
    if (node.operation.name === "input") this.inputs.set(name, value);
    if (data) this.constants.push({ value, data });
    if (storage) {
      value.buffer = storage.buffer;
      value.offset = storage.offset;
    }
    this.places.set(node, { value, layout: contiguous(node.shape) });
  }

  #planView(node: Tensor): void {
    const input = this.place(node.inputs[0] as Tensor);
    const layout = node.operation.view?.(node, input.layout);
    if (layout) {
      this.places.set(node, { value: input.value, layout });
      return;
    }
    const moved = this.#copied(input);
    const after = node.operation.view?.(node, moved.layout);
    if (!after) throw new Error(`${node.operation.name} of dense storage has no layout.`);
    this.places.set(node, { value: moved.value, layout: after });
  }

  #planKernel(node: Tensor): void {
    const { operation } = node;
    const places = node.inputs.map((input) => (operation.dense ? this.dense(this.place(input)) : this.place(input)));
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

  #planElementwise(node: Tensor): void {
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

  #fuse(node: Tensor): Chain {
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

  /** Lets the steps that compute the inputs write straight into the flat buffer, at their offsets. */
  #planCollect(node: Tensor): void {
    const flat = this.#newValue("collected gradients", node.size, false);
    const offsets: number[] = node.attributes.offsets;
    const places = node.inputs.map((input, k) => {
      let place = this.place(input);
      const { value, layout } = place;
      const writer = this.steps.find((step) => step.output === value);
      const clash =
        writer?.inputs.some((v) => v.flat) ||
        this.steps.some((step) => step.inputs.includes(value) && step.output.flat);
      const whole = isContiguous(layout) && layout.offset === 0 && value.bytes === sizeOf(layout.shape) * 4;
      if (!writer || clash || !whole || value.flat) place = this.#copied(place);
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

const valuesOf = ({ inputs, output }: Step): Value[] => [...inputs, output];

type Linked = Pick<LinkedStep, "code" | "threads" | "types">;

/** Links every kernel, equal ones once. */
function linkSteps(gpu: Gpu, steps: readonly Step[]): Promise<LinkedStep[]> {
  const known = new Map<string, Promise<Linked>>();
  const link = async (kernel: KernelSource): Promise<Linked> => {
    const code = await linkKernel(kernel, gpu.sources);
    return { code, threads: threadsOf(code), types: bindingTypes(code) };
  };
  return Promise.all(
    steps.map(async (step) => {
      const key = JSON.stringify({ ...step.kernel, label: "" });
      const linked = known.get(key) ?? link(step.kernel);
      known.set(key, linked);
      return { ...step, ...(await linked) };
    }),
  );
}

/**
 * Gives every value a buffer: inputs and constants one for good, results of steps one until their last reader has run.
 * @throws RangeError where one is larger than the device can bind, or there is no room for all
 */
async function assignBuffers(
  device: GPUDevice,
  planner: Planner,
  groups: readonly (readonly Step[])[],
  kept: ReadonlySet<Value>,
): Promise<BufferPool> {
  const pool = new BufferPool(device);
  const fixed = (value: Value) => {
    value.buffer ??= pool.take(value.bytes, value.label);
  };
  const lastUse = new Map(groups.flatMap((group, k) => group.flatMap(valuesOf).map((value) => [value, k] as const)));
  let refused: unknown = null;
  device.pushErrorScope("out-of-memory");
  try {
    for (const value of planner.inputs.values()) fixed(value);
    for (const { value, data } of planner.constants) {
      fixed(value);
      device.queue.writeBuffer(value.buffer as GPUBuffer, value.offset, new Float32Array(data));
    }
    for (const flat of planner.flat) {
      fixed(flat);
      for (const piece of flat.pieces ?? []) piece.buffer = flat.buffer as GPUBuffer;
    }
    groups.forEach((group, k) => {
      for (const { output } of group) if (output.pooled) fixed(output);
      for (const value of new Set(group.flatMap(valuesOf))) {
        if (value.pooled && !kept.has(value) && lastUse.get(value) === k && value.buffer) pool.give(value.buffer);
      }
    });
  } catch (error) {
    refused = error;
  }
  if (await device.popErrorScope()) refused ??= new RangeError(`The adapter has no room for ${pool.bytes} bytes.`);
  if (refused === null) return pool;
  pool.destroy();
  throw refused;
}

async function dispatchOf(gpu: Gpu, steps: readonly LinkedStep[]): Promise<Dispatch> {
  const label = steps.map(({ kernel }) => kernel.label).join(" | ");
  const values = [...new Set(steps.flatMap(valuesOf))];
  const parts = steps.map((step) => ({
    code: step.code,
    workgroups: step.kernel.workgroups,
    bindings: valuesOf(step).map((value) => values.indexOf(value)),
  }));
  const [single, ...others] = parts as [(typeof parts)[0]];
  const { code, bindings, workgroups } = others.length > 0 ? mergeKernels(parts) : single;
  const pipeline = await gpu.pipelines.get(label, code);
  const bindGroup = gpu.device.createBindGroup({
    label,
    layout: pipeline.getBindGroupLayout(0),
    entries: bindings.map((index, binding) => {
      const value = values[index] as Value;
      const buffer = value.buffer as GPUBuffer;
      // Whole vectors: kernels that read four numbers at once may want the last ones of a length that four does not divide.
      const size = Math.min(Math.ceil(value.bytes / 16) * 16, buffer.size - value.offset);
      return { binding, resource: { buffer, offset: value.offset, size } };
    }),
  });
  return { label, pipeline, bindGroup, workgroups };
}

/** The nodes that the outputs need, equal ones once, and the steps that compute them. */
function plan(outputs: Readonly<Record<string, Tensor>>) {
  const shared = shareCommon(neededNodes(Object.values(outputs)));
  const nodes = [...new Set(shared.values())].sort((a, b) => a.id - b.id);
  const roots = Object.entries(outputs).map(([name, node]) => [name, shared.get(node) as Tensor] as const);
  const planner = new Planner(
    nodes,
    roots.map(([, node]) => node),
  );
  return { planner, roots };
}

/** Asks every kernel that the outputs need for its variant, so that open contests become known. */
export function planKernels(outputs: Readonly<Record<string, Tensor>>): void {
  plan(outputs);
}

/** Bytes of the largest buffer that a program would allocate. */
export function largestBuffer(outputs: Readonly<Record<string, Tensor>>): number {
  const { steps, flat } = plan(outputs).planner;
  return Math.max(...steps.map(({ output }) => output.bytes), ...flat.map(({ bytes }) => bytes));
}

/**
 * Turns a tape into a program: dead nodes dropped, common ones shared, elementwise chains fused, buffers assigned by
 * liveness, pipelines compiled in parallel and bind groups built once.
 * @param outputs values to keep readable after each run, by name
 * @param options `merge` puts steps that do not wait for each other into one dispatch. A program that runs only once does
 *   better without: kernels of a kind then share a pipeline, which takes longer to compile than to run.
 * @throws KernelError, RangeError
 */
export async function compile(
  gpu: Gpu,
  outputs: Readonly<Record<string, Tensor>>,
  { merge = true }: { merge?: boolean } = {},
): Promise<Program> {
  const { planner, roots } = plan(outputs);
  const results = roots.map(([name, node]) => [name, planner.dense(planner.place(node))] as const);
  const steps = await linkSteps(gpu, planner.steps);
  const groups = merge && steps.length <= MAX_MERGED ? schedule(steps) : steps.map((step) => [step]);

  const kept = new Set(results.map(([, { value }]) => value));
  const pool = await assignBuffers(gpu.device, planner, groups, kept);
  const dispatches = await Promise.all(groups.map((group) => dispatchOf(gpu, group)));
  const outputRanges = new Map<string, ProgramOutput>(
    results.map(([name, { value, layout }]) => [
      name,
      {
        buffer: value.buffer as GPUBuffer,
        offset: value.offset + layout.offset * 4,
        bytes: sizeOf(layout.shape) * 4,
        shape: layout.shape,
      },
    ]),
  );
  const inputBuffers = new Map([...planner.inputs].map(([name, value]) => [name, value.buffer as GPUBuffer]));
  gpu.throwPendingError();
  return new Program(gpu, dispatches, inputBuffers, outputRanges, pool);
}
