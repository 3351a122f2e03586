import { contiguousStrides, type Shape, sizeOf } from "../autograd/shape.ts";
import type { Storage, Tape, Tensor } from "../autograd/tape.ts";
import { BINDING_ALIGNMENT } from "../gpu/limits.ts";
import { readBuffers } from "../gpu/readback.ts";

/** A named parameter: a strided window of a stored tensor. Initialised uniformly in +-halfWidth, to a constant, or to values. */
export interface ParameterSlice {
  readonly name: string;
  readonly shape: Shape;
  readonly halfWidth?: number;
  readonly constant?: number;
  /** Row-major, one an entry. */
  readonly values?: readonly number[];
  /** False for running statistics, which are kept with the parameters but are not learnt. */
  readonly trained?: boolean;
  /** Elements from the start of the flat vector, and strides there. */
  readonly offset: number;
  readonly strides: readonly number[];
}

/** A tensor as kernels see it: one or several named parameters packed together. */
interface StoredTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
  readonly trained: boolean;
}

/** Numbers whose multiples a packed tensor begins at. */
const ALIGNMENT = BINDING_ALIGNMENT / 4;

/**
 * All parameters of a model as one flat vector. Kernels read packed tensors (query, key and value side by side; a
 * head's whole location net); people, checkpoints and golden vectors see the named slices inside them.
 */
export class ParameterLayout {
  readonly slices: ParameterSlice[] = [];
  readonly stored: StoredTensor[] = [];
  size = 0;

  /** Reserves a stored tensor whose named slices the caller lists with offsets relative to it. */
  pack(name: string, shape: Shape, slices: readonly ParameterSlice[]): void {
    const offset = this.size;
    this.stored.push({ name, shape, offset, trained: slices.every(({ trained }) => trained !== false) });
    for (const slice of slices) this.slices.push({ ...slice, offset: offset + slice.offset });
    this.size = offset + Math.ceil(sizeOf(shape) / ALIGNMENT) * ALIGNMENT;
  }

  /** Reserves a tensor that is one parameter. */
  add(name: string, shape: Shape, initial: Pick<ParameterSlice, "halfWidth" | "constant" | "values">): void {
    this.pack(name, shape, [{ name, shape, ...initial, offset: 0, strides: contiguousStrides(shape) }]);
  }

  /** Count of numbers that are learnt. */
  get count(): number {
    return this.slices.reduce((sum, { shape, trained }) => sum + (trained === false ? 0 : sizeOf(shape)), 0);
  }

  /** Places of a slice's entries in the flat vector, in row-major order of its shape. */
  static *places(slice: ParameterSlice): Generator<number> {
    const dense = contiguousStrides(slice.shape);
    for (let index = 0; index < sizeOf(slice.shape); index++) {
      let place = slice.offset;
      slice.shape.forEach((size, axis) => {
        place += (Math.floor(index / (dense[axis] as number)) % size) * (slice.strides[axis] as number);
      });
      yield place;
    }
  }
}

/** The flat vector on the GPU. */
export class Parameters {
  readonly layout: ParameterLayout;
  readonly buffer: GPUBuffer;
  readonly #device: GPUDevice;

  constructor(device: GPUDevice, layout: ParameterLayout) {
    this.layout = layout;
    this.#device = device;
    this.buffer = device.createBuffer({
      label: "parameters",
      size: Math.max(layout.size, ALIGNMENT) * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
  }

  /** Tape nodes of the stored tensors, by name. */
  record(tape: Tape): Map<string, Tensor> {
    return new Map(
      this.layout.stored.map(({ name, shape, offset }) => {
        const storage: Storage = { buffer: this.buffer, offset: offset * 4 };
        return [name, tape.state(name, shape, storage)];
      }),
    );
  }

  /** Draws every slice from its initial distribution. `uniform` gives numbers in [0, 1). */
  initialise(uniform: (name: string) => () => number): void {
    const flat = new Float32Array(this.layout.size);
    for (const slice of this.layout.slices) {
      const draw = uniform(slice.name);
      let k = 0;
      for (const place of ParameterLayout.places(slice)) {
        flat[place] = slice.values?.[k++] ?? slice.constant ?? (2 * draw() - 1) * (slice.halfWidth ?? 0);
      }
    }
    this.write(flat);
  }

  write(flat: Float32Array<ArrayBuffer>): void {
    // A network without parameters writes nothing; Deno ends where that is tried.
    if (flat.length > 0) this.#device.queue.writeBuffer(this.buffer, 0, flat);
  }

  async read(): Promise<Float32Array> {
    const [flat] = await readBuffers(this.#device, [{ buffer: this.buffer, offset: 0, bytes: this.layout.size * 4 }]);
    return flat as Float32Array;
  }

  /** Named tensors of a flat vector (parameters or gradients), row-major. */
  unpack(flat: Float32Array): Map<string, { shape: Shape; data: Float32Array }> {
    return new Map(
      this.layout.slices.map((slice) => [
        slice.name,
        {
          shape: slice.shape,
          data: Float32Array.from(ParameterLayout.places(slice), (place) => flat[place] as number),
        },
      ]),
    );
  }

  /** Flat vector of named tensors. @throws as `packed` */
  pack(named: ReadonlyMap<string, ArrayLike<number>>): Float32Array<ArrayBuffer> {
    return packed(this.layout, named);
  }

  destroy(): void {
    this.buffer.destroy();
  }
}

/** Flat vector of a network's named tensors. @throws Error naming what is missing, unknown or of the wrong size */
export function packed(
  layout: ParameterLayout,
  named: ReadonlyMap<string, ArrayLike<number>>,
): Float32Array<ArrayBuffer> {
  const flat = new Float32Array(layout.size);
  for (const slice of layout.slices) {
    const data = named.get(slice.name);
    if (!data) throw new Error(`Parameter ${slice.name} is missing.`);
    if (data.length !== sizeOf(slice.shape)) {
      throw new Error(`Parameter ${slice.name} has ${data.length} numbers; the model wants [${slice.shape}].`);
    }
    let k = 0;
    for (const place of ParameterLayout.places(slice)) flat[place] = data[k++] as number;
  }
  return flat;
}
