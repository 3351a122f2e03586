import { readMapped } from "./readback.ts";

/** Of every device. */
const MAX_QUERIES = 4096;

/** Pairs of timestamps around compute passes. */
export class Timer {
  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;

  private constructor(device: GPUDevice, spans: number) {
    this.#device = device;
    const size = 16 * spans;
    this.#queries = device.createQuerySet({ type: "timestamp", count: 2 * spans });
    this.#resolved = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    this.#staging = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  }

  /** Null on a device without timestamp queries, or for more spans than one query set holds. */
  static create(device: GPUDevice, spans: number): Timer | null {
    return device.features.has("timestamp-query") && 2 * spans <= MAX_QUERIES ? new Timer(device, spans) : null;
  }

  /** For the descriptor of the pass that span `k` measures. */
  writes(k: number): GPUComputePassTimestampWrites {
    return { querySet: this.#queries, beginningOfPassWriteIndex: 2 * k, endOfPassWriteIndex: 2 * k + 1 };
  }

  /** Submits what was encoded and returns the milliseconds of every span; the timer is used up. @throws as `readMapped` */
  async submit(encoder: GPUCommandEncoder): Promise<number[]> {
    encoder.resolveQuerySet(this.#queries, 0, this.#queries.count, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, this.#staging.size);
    this.#device.queue.submit([encoder.finish()]);
    const nanoseconds = new BigUint64Array(await readMapped(this.#staging));
    for (const resource of [this.#queries, this.#resolved, this.#staging]) resource.destroy();
    return Array.from({ length: nanoseconds.length / 2 }, (_, k) => {
      return Number((nanoseconds[2 * k + 1] as bigint) - (nanoseconds[2 * k] as bigint)) / 1e6;
    });
  }
}
