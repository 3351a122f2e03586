import type { BufferPool } from "../gpu/buffer-pool.ts";
import type { Gpu } from "../gpu/device.ts";
import { readBuffers } from "../gpu/readback.ts";
import { Timer } from "../gpu/timer.ts";
import type { Shape } from "./shape.ts";

export interface ProgramOutput {
  readonly buffer: GPUBuffer;
  /** Bytes. */
  readonly offset: number;
  readonly bytes: number;
  readonly shape: Shape;
}

export interface Dispatch {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** A compiled tape: a flat list of dispatches over buffers that exist already. */
export class Program {
  readonly #gpu: Gpu;
  readonly #dispatches: readonly Dispatch[];
  readonly #inputs: ReadonlyMap<string, GPUBuffer>;
  readonly #outputs: ReadonlyMap<string, ProgramOutput>;
  readonly #pool: BufferPool;

  constructor(
    gpu: Gpu,
    dispatches: readonly Dispatch[],
    inputs: ReadonlyMap<string, GPUBuffer>,
    outputs: ReadonlyMap<string, ProgramOutput>,
    pool: BufferPool,
  ) {
    this.#gpu = gpu;
    this.#dispatches = dispatches;
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#pool = pool;
  }

  get dispatchCount(): number {
    return this.#dispatches.length;
  }

  /** Bytes of all buffers this program allocated; parameters and optimiser state are not among them. */
  get bytes(): number {
    return this.#pool.bytes;
  }

  /** The dispatches in order, for people and for tests that pin the plan. */
  describe(): string[] {
    return this.#dispatches.map(({ label, workgroups }) => `${label} [${workgroups}]`);
  }

  /** Queues new data for an input; one the program does not read is passed over. */
  write(name: string, data: Float32Array<ArrayBuffer>): void {
    const buffer = this.#inputs.get(name);
    if (buffer) this.#gpu.device.queue.writeBuffer(buffer, 0, data);
  }

  /** Submits every dispatch once; `record` copies a scalar output into a ring afterwards. */
  run(record?: { output: string; ring: GPUBuffer; offset: number }): void {
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let bound: GPUComputePipeline | null = null;
    for (const { pipeline, bindGroup, workgroups } of this.#dispatches) {
      if (pipeline !== bound) pass.setPipeline(pipeline);
      bound = pipeline;
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2]);
    }
    pass.end();
    if (record) {
      const { buffer, offset } = this.output(record.output);
      encoder.copyBufferToBuffer(buffer, offset, record.ring, record.offset, 4);
    }
    device.queue.submit([encoder.finish()]);
  }

  /** Queues an output of the last run as an input of the next one; it never leaves the GPU. Both have one size. */
  feed(outputName: string, inputName: string): void {
    const { buffer, offset, bytes } = this.output(outputName);
    const input = this.#inputs.get(inputName);
    if (!input) throw new Error(`The program has no input ${inputName}.`);
    const encoder = this.#gpu.device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, offset, input, 0, bytes);
    this.#gpu.device.queue.submit([encoder.finish()]);
  }

  /**
   * Milliseconds of every dispatch of one run, in order: by timestamp queries, each in a pass of its own, or, on an
   * adapter without them, by waiting for each (which adds the round trip to all).
   */
  async profile(): Promise<{ label: string; milliseconds: number }[]> {
    const { device } = this.#gpu;
    const encode = (
      encoder: GPUCommandEncoder,
      dispatch: Dispatch,
      timestampWrites?: GPUComputePassTimestampWrites,
    ) => {
      const pass = encoder.beginComputePass(timestampWrites ? { timestampWrites } : {});
      pass.setPipeline(dispatch.pipeline);
      pass.setBindGroup(0, dispatch.bindGroup);
      pass.dispatchWorkgroups(...(dispatch.workgroups as [number, number, number]));
      pass.end();
    };
    const timer = Timer.create(device, this.#dispatches.length);
    let milliseconds: number[] = [];
    if (timer) {
      const encoder = device.createCommandEncoder();
      this.#dispatches.forEach((dispatch, k) => {
        encode(encoder, dispatch, timer.writes(k));
      });
      milliseconds = await timer.submit(encoder);
    } else {
      for (const dispatch of this.#dispatches) {
        const encoder = device.createCommandEncoder();
        encode(encoder, dispatch);
        const started = performance.now();
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
        milliseconds.push(performance.now() - started);
      }
    }
    this.#gpu.throwPendingError();
    return this.#dispatches.map(({ label }, k) => ({ label, milliseconds: milliseconds[k] as number }));
  }

  /** Resolves when the adapter has done all that was submitted. @throws KernelError if WebGPU refused a dispatch */
  async finished(): Promise<void> {
    await this.#gpu.device.queue.onSubmittedWorkDone();
    this.#gpu.throwPendingError();
  }

  /** Names of what `write` fills, and how many numbers each takes. */
  get inputs(): { name: string; size: number }[] {
    return [...this.#inputs].map(([name, buffer]) => ({ name, size: Math.floor(buffer.size / 4) }));
  }

  get outputNames(): string[] {
    return [...this.#outputs.keys()];
  }

  output(name: string): ProgramOutput {
    const output = this.#outputs.get(name);
    if (!output) throw new Error(`The program has no output ${name}.`);
    return output;
  }

  /** Reads outputs of the last run. @throws KernelError if WebGPU refused a dispatch. */
  async read<Name extends string>(...names: Name[]): Promise<Record<Name, Float32Array>> {
    const values = await readBuffers(
      this.#gpu.device,
      names.map((name) => this.output(name)),
    );
    this.#gpu.throwPendingError();
    return Object.fromEntries(names.map((name, k) => [name, values[k]])) as Record<Name, Float32Array>;
  }

  destroy(): void {
    this.#pool.destroy();
  }
}
