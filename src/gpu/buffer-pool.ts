import { Fault } from "../faults/fault.ts";
import { largestBinding } from "./limits.ts";

/**
 * Storage buffers handed out by liveness: a value returns its buffer when its last reader has been recorded, and a
 * later value of the same size class takes it. Each live value owns a whole buffer, so no dispatch ever binds one
 * buffer both for reading and for writing, which WebGPU refuses even on disjoint ranges.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #free = new Map<number, GPUBuffer[]>();
  readonly #all: GPUBuffer[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Bytes allocated so far. */
  get bytes(): number {
    return this.#all.reduce((sum, buffer) => sum + buffer.size, 0);
  }

  /** @throws Fault, room, when the device cannot bind that many bytes. */
  take(bytes: number, label: string): GPUBuffer {
    const limit = largestBinding(this.#device);
    if (bytes > limit) {
      const what = `${label} needs ${bytes} bytes, but this adapter binds at most ${limit}.`;
      throw new Fault({ kind: "room", what, figure: bytes, limit });
    }
    // Eight size classes an octave waste at most an eighth.
    const step = 2 ** Math.max(8, Math.floor(Math.log2(Math.max(bytes, 1))) - 3);
    const size = Math.min(Math.ceil(bytes / step) * step, limit);
    const buffer =
      this.#free.get(size)?.pop() ??
      this.#device.createBuffer({
        label,
        size,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    if (!this.#all.includes(buffer)) this.#all.push(buffer);
    return buffer;
  }

  give(buffer: GPUBuffer): void {
    const list = this.#free.get(buffer.size);
    if (list) list.push(buffer);
    else this.#free.set(buffer.size, [buffer]);
  }

  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
  }
}
