import { largestBuffer } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { accumulate, movingAverage } from "../autograd/operations/accumulate.ts";
import { adam, collect } from "../autograd/operations/adam.ts";
import { scale } from "../autograd/operations/elementwise.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Config } from "../config/schema.ts";
import { normalisesBatches } from "../config/sections/lie-transformer.ts";
import type { Gpu } from "../gpu/device.ts";
import { largestBinding } from "../gpu/limits.ts";
import type { MeasuredStatistics } from "../nn/batch-norm.ts";
import { Parameters } from "../nn/parameters.ts";
import { taskOf } from "../tasks/registry.ts";
import type { Objective } from "../tasks/task.ts";

export interface Buffers {
  /** Adam's running mean and running square, [2, P]. */
  readonly moments: GPUBuffer;
  /** Gradient and loss of a batch that is computed in pieces, [P + 1]. */
  readonly totals: GPUBuffer | null;
}

/** @param slots of points that examples have, where that differs */
type Recorder = (tape: Tape, slots?: number) => Readonly<Record<string, Tensor>>;

export interface Model {
  readonly parameters: Parameters;
  readonly buffers: Buffers;
  /** Loss and gradient of a piece of a batch; with a single piece the optimiser's step too. */
  readonly recordGradient: Recorder;
  readonly recordUpdate: Recorder | null;
  readonly recordTest: Recorder;
}

export const pieceSize = ({ batch, accumulate }: Config): number => batch / accumulate;

/** Parameters and optimiser state of a config, and how to record its programs. */
export function buildModel(gpu: Gpu, config: Config, objective: Objective): Model {
  const { device } = gpu;
  const { layout } = objective;
  const parameters = new Parameters(device, layout);
  const state = (label: string, size: number) =>
    device.createBuffer({
      label,
      size: size * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
  const pieces = config.accumulate;
  const moments = state("adam moments", 2 * layout.size);
  const totals = pieces > 1 ? state("gradient and loss of the pieces so far", layout.size + 1) : null;
  const size = pieceSize(config);
  const trained = layout.stored.filter((tensor) => tensor.trained);

  const updated = (tape: Tape, gradient: Tensor) =>
    adam(
      tape.state("parameters", [layout.size], { buffer: parameters.buffer, offset: 0 }),
      tape.state("moments", [2, layout.size], { buffer: moments, offset: 0 }),
      gradient,
      tape.input("rates", [6]),
    );
  const totalsOn = (tape: Tape, buffer: GPUBuffer) => ({
    gradient: tape.state("gradient", [layout.size], { buffer, offset: 0 }),
    loss: tape.state("loss", [1], { buffer, offset: 4 * layout.size }),
  });

  const recordGradient: Recorder = (tape, slots) => {
    const stored = parameters.record(tape);
    const measured: MeasuredStatistics = new Map();
    const loss = objective.recordLoss(tape, stored, size, measured, slots);
    const found = gradients(
      loss,
      trained.map(({ name }) => stored.get(name) as Tensor),
    );
    const offsets = trained.map(({ offset }) => offset);
    const gradient = collect(found, offsets, layout.size);
    const averages = Object.fromEntries(
      [...measured].map(([name, value]) => [name, movingAverage(stored.get(name) as Tensor, value)]),
    );
    if (!totals) return { loss, update: updated(tape, gradient), ...averages };
    const total = totalsOn(tape, totals);
    return {
      gradient: accumulate(total.gradient, gradient, 1 / pieces),
      loss: accumulate(total.loss, loss, 1 / pieces),
      ...averages,
    };
  };
  const recordUpdate =
    totals &&
    ((tape: Tape) => {
      const { gradient, loss } = totalsOn(tape, totals);
      return { update: updated(tape, gradient), loss: scale(loss, 1) };
    });
  const recordTest: Recorder = (tape, slots) => objective.recordTest(tape, parameters.record(tape), size, slots);
  return { parameters, buffers: { moments, totals }, recordGradient, recordUpdate, recordTest };
}

export function destroyModel({ parameters, buffers }: Pick<Model, "parameters" | "buffers">): void {
  parameters.destroy();
  buffers.moments.destroy();
  buffers.totals?.destroy();
}

/** What to change so that a config fits the adapter, in words. */
export function whatFits(gpu: Gpu, config: Config, objective: Objective): string {
  const limit = largestBinding(gpu.device);
  const needs = (accumulate: number): number => {
    const model = buildModel(gpu, { ...config, accumulate }, objective);
    const bytes = largestBuffer(model.recordGradient(new Tape(gpu.variants), objective.slots?.at(-1)));
    destroyModel(model);
    return bytes;
  };
  const { batch } = config;
  const whole = normalisesBatches(config);
  for (let pieces = config.accumulate + 1; pieces <= batch; pieces++) {
    if (batch % pieces === 0 && needs(pieces) <= limit) {
      if (whole) return `A batch of ${Math.floor(batch / pieces)} would fit, or layer norm and accumulate=${pieces}.`;
      return `The same batch in ${pieces} pieces would fit: accumulate=${pieces}. So would a batch of ${Math.floor(batch / pieces)}.`;
    }
  }
  const elements = taskOf(config).elements(config);
  // All pairs of elements are stored.
  const most = Math.floor(elements * Math.sqrt(limit / needs(batch)));
  return `Even one example of ${elements} lifted points is too large; about ${most} would fit, or neighbours=${Math.max(1, Math.floor(most / 8))}.`;
}
