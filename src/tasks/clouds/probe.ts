import { compile } from "../../autograd/compile.ts";
import { concat } from "../../autograd/operations/concat.ts";
import { multiply, subtract, where } from "../../autograd/operations/elementwise.ts";
import { gather } from "../../autograd/operations/gather.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Motion } from "../../lie/motion.ts";
import type { Example } from "../example.ts";
import { modelOf } from "../models/registry.ts";
import type { Lift } from "../stabiliser.ts";
import type { Trained } from "../trained.ts";
import { type CloudPair, cloudPair, type LiftedPair, liftedPair } from "./batch.ts";
import { softmaxRows } from "./counts.ts";
import type { CloudTask } from "./kinds.ts";
import { recordInputs, sizesOf } from "./network.ts";

/** A cloud that a visitor looks at. */
export interface CloudRequest {
  readonly task: CloudTask;
  readonly cloud: Example;
  readonly motion: Motion;
  readonly lift: Lift;
  /** Query point whose attention is wanted; an absent one gives way to the first present one. */
  readonly point: number;
}

export interface CloudProbe extends Omit<CloudPair, "index"> {
  readonly task: CloudTask;
  readonly request: CloudRequest;
  /** Directions of the asked network's lifted elements, unit vectors [n, S, A, d]; null without stabiliser samples. */
  readonly frames: LiftedPair["frames"];
  /** One an entrant. */
  readonly models: readonly CountProbe[];
  /** Attention of the query point's elements in the asked network, averaged over lift samples: [layers][heads][n]. */
  readonly attention: { readonly original: number[][][]; readonly moved: number[][][] };
}

interface CountProbe {
  /** Probability of each count, [patterns][classes], before and after the motion. */
  readonly original: number[][];
  readonly moved: number[][];
  /** |y' - y| / |y| of the logits. */
  readonly change: number;
  /** The same for the points' features after each layer, pooled over lift samples; empty where there is nothing to see. */
  readonly layers: number[];
}

/** A cloud and its moved copy go through together. */
const PAIR = 2;

/** Squared change and squared size of a layer's features x [2, M, C], pooled over lift samples: [1, 2]. */
function layerChange(x: Tensor, mask: Tensor, samples: number): Tensor {
  const [, elements, width] = x.shape as [number, number, number];
  const points = elements / samples;
  const pooled = reshape(sum(reshape(x, [PAIR, points, samples, width]), [2]), [PAIR, points, width]);
  const present = where(reshape(mask, [PAIR, points, 1]), pooled, x.tape.scalar(0));
  const original = slice(present, 0, 0, 1);
  const change = subtract(slice(present, 0, 1, 2), original);
  const square = (y: Tensor) => reshape(sum(multiply(y, y), [0, 1, 2]), [1, 1]);
  return concat([square(change), square(original)], 1);
}

/** |b - a| / |a| of the two halves of `pair`. */
function relativeChange(pair: Float32Array): number {
  const half = pair.length / 2;
  let change = 0;
  let size = 0;
  for (let k = 0; k < half; k++) {
    change += ((pair[half + k] as number) - (pair[k] as number)) ** 2;
    size += (pair[k] as number) ** 2;
  }
  return Math.sqrt(change / Math.max(size, Number.MIN_VALUE));
}

const samplesOf = (config: Config): number => (lifts(config) ? config.samples : 1);

/** One network's program: what it makes of a cloud and its moved copy, and what there is to see inside. */
class Counter {
  readonly config: Config;
  readonly #program: Program;
  /** Layers that it shows. */
  readonly #layers: number;

  private constructor(config: Config, program: Program, layers: number) {
    this.config = config;
    this.#program = program;
    this.#layers = layers;
  }

  /** @param inside whether its layers are looked into, where it shows them */
  static async create(gpu: Gpu, { config, parameters }: Trained, inside: boolean): Promise<Counter> {
    const tape = new Tape(gpu.variants);
    const samples = samplesOf(config);
    const inputs = recordInputs(tape, config, PAIR);
    const network = modelOf(config);
    const call = [parameters.record(tape), config, sizesOf(config), inputs] as const;
    const { output, layers } = (inside && network.trace?.(...call)) || { output: network.record(...call), layers: [] };
    const outputs: Record<string, Tensor> = { logits: output };
    if (layers.length > 0) {
      outputs.changes = concat(
        layers.map(({ state }) => layerChange(state, inputs.mask, samples)),
        0,
      );
      const rows = tape.input("rows", [PAIR, samples]);
      outputs.attention = concat(
        layers.map(({ attention: { weights } }) => {
          const [, elements, keys, heads] = weights.shape as [number, number, number, number];
          return gather(reshape(weights, [PAIR, elements, keys * heads]), rows);
        }),
        1,
      );
    }
    return new Counter(config, await compile(gpu, outputs), layers.length);
  }

  async run(pair: CloudPair, request: CloudRequest) {
    const { config } = this;
    const program = this.#program;
    const { batch, frames } = liftedPair(config, pair, request);
    for (const [name, data] of Object.entries(batch)) program.write(name, data);
    const samples = samplesOf(config);
    const rows = Array.from({ length: samples }, (_, s) => request.point * samples + s);
    if (this.#layers > 0) program.write("rows", Float32Array.from([...rows, ...rows]));
    program.run();
    const { logits, changes, attention } = await program.read(...program.outputNames);
    const values = logits as Float32Array;
    const [patterns, classes] = sizesOf(config).outputs as [number, number];
    const counted: CountProbe = {
      original: softmaxRows(values, 0, patterns, classes),
      moved: softmaxRows(values, patterns * classes, patterns, classes),
      change: relativeChange(values),
      layers: Array.from({ length: this.#layers }, (_, l) =>
        Math.sqrt((changes?.[2 * l] as number) / Math.max(changes?.[2 * l + 1] as number, Number.MIN_VALUE)),
      ),
    };
    return { counted, frames, original: this.#attention(attention, 0), moved: this.#attention(attention, 1) };
  }

  /** [2, L S, (n S) H] -> [L][H][n]: a mean over the query's samples, a sum over each key point's. */
  #attention(weights: Float32Array | undefined, half: number): number[][][] {
    if (!weights) return [];
    const { heads } = this.config;
    const samples = samplesOf(this.config);
    const { points } = sizesOf(this.config);
    const layers = this.#layers;
    const row = points * samples * heads;
    return Array.from({ length: layers }, (_, l) =>
      Array.from({ length: heads }, (_, h) => {
        const mixed = new Array<number>(points).fill(0);
        for (let s = 0; s < samples; s++) {
          const start = ((half * layers + l) * samples + s) * row;
          for (let key = 0; key < points * samples; key++) {
            const point = Math.floor(key / samples);
            mixed[point] = (mixed[point] as number) + (weights[start + key * heads + h] as number) / samples;
          }
        }
        return mixed;
      }),
    );
  }

  destroy(): void {
    this.#program.destroy();
  }
}

/** What all networks make of a cloud and its moved copy; the asked one is looked into. */
export class CloudProgram {
  readonly #counters: readonly Counter[];

  private constructor(counters: readonly Counter[]) {
    this.#counters = counters;
  }

  static async create(gpu: Gpu, trained: readonly Trained[]): Promise<CloudProgram> {
    return new CloudProgram(await allOrNone(trained.map((own, k) => Counter.create(gpu, own, k === 0))));
  }

  async run(wanted: CloudRequest): Promise<CloudProbe> {
    const { config } = this.#counters[0] as Counter;
    const pair = cloudPair(config, wanted.cloud, wanted.motion);
    // An absent point attends to nothing worth seeing.
    const point = pair.mask[wanted.point] === 1 ? wanted.point : pair.mask.indexOf(1);
    const request = { ...wanted, point };
    const answers = await Promise.all(this.#counters.map((counter) => counter.run(pair, request)));
    const [{ frames, original, moved }] = answers as [Awaited<ReturnType<Counter["run"]>>];
    const models = answers.map(({ counted }) => counted);
    const { index: _, ...clouds } = pair;
    return { task: request.task, request, ...clouds, frames, models, attention: { original, moved } };
  }

  destroy(): void {
    for (const counter of this.#counters) counter.destroy();
  }
}
