import { compile } from "../../autograd/compile.ts";
import { concat } from "../../autograd/operations/concat.ts";
import { multiply, subtract, where } from "../../autograd/operations/elementwise.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import { takeAlong } from "../../autograd/operations/take-along.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import { type CloudView, cloudPair } from "../../tasks/constellations/batch.ts";
import { patternsOf, pointCount } from "../../tasks/constellations/generate.ts";
import { classesOf, network, recordInputs, samplesOf, tracedNetwork } from "../../tasks/constellations/network.ts";
import type { Trainer } from "../../training/trainer.ts";
import type { CloudProbe, CloudRequest, CountProbe } from "../protocol.ts";

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

function softmaxRows(logits: Float32Array, start: number, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const values = Array.from(logits.subarray(start + row * columns, start + (row + 1) * columns));
    const largest = Math.max(...values);
    const powers = values.map((value) => Math.exp(value - largest));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / total);
  });
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

/** The program behind everything a visitor inspects: both models on a cloud and its moved copy, in one submission. */
export class CloudProgram {
  readonly #config: Config;
  readonly #program: Program;
  readonly #hasBaseline: boolean;

  private constructor(config: Config, program: Program, hasBaseline: boolean) {
    this.#config = config;
    this.#program = program;
    this.#hasBaseline = hasBaseline;
  }

  static async create(gpu: Gpu, main: Trainer, baseline: Trainer | null): Promise<CloudProgram> {
    const tape = new Tape(gpu.variants);
    const { config } = main;
    const samples = samplesOf(config);
    const inputs = recordInputs(tape, config, PAIR);
    const { output, features, attention } = tracedNetwork(config, main.parameters.record(tape), inputs);
    const outputs: Record<string, Tensor> = { main: output };
    if (baseline) outputs.baseline = network(baseline.config, baseline.parameters.record(tape), inputs);
    if (features.length > 0) {
      outputs.layers = concat(
        features.map((x) => layerChange(x, inputs.mask, samples)),
        0,
      );
      const rows = tape.input("rows", [PAIR, samples]);
      outputs.attention = concat(
        attention.map((weights) => {
          const [, elements, keys, heads] = weights.shape as [number, number, number, number];
          return takeAlong(reshape(weights, [PAIR, elements, keys * heads]), rows);
        }),
        1,
      );
    }
    return new CloudProgram(config, await compile(gpu, outputs), baseline !== null);
  }

  async run(request: CloudRequest): Promise<CloudProbe> {
    const pair = cloudPair(this.#config, request);
    for (const [name, data] of Object.entries(pair.batch)) this.#program.write(name, data);
    const samples = samplesOf(this.#config);
    // An absent point attends to nothing worth seeing.
    const point = pair.mask[request.point] === 1 ? request.point : pair.mask.indexOf(1);
    const rows = Array.from({ length: samples }, (_, s) => point * samples + s);
    this.#program.write("rows", Float32Array.from([...rows, ...rows]));
    this.#program.run();
    const layered = this.#config.model === "lietransformer";
    const names = ["main", ...(this.#hasBaseline ? ["baseline"] : []), ...(layered ? ["layers", "attention"] : [])];
    return this.#describe({ ...request, point }, pair, await this.#program.read(...names));
  }

  #describe(request: CloudRequest, pair: CloudView, values: Record<string, Float32Array>): CloudProbe {
    const { layers, attention } = values;
    const model = (logits: Float32Array, changes: number[]): CountProbe => {
      const patterns = patternsOf(this.#config).length;
      const classes = classesOf(this.#config);
      return {
        original: softmaxRows(logits, 0, patterns, classes),
        moved: softmaxRows(logits, patterns * classes, patterns, classes),
        change: relativeChange(logits),
        layers: changes,
      };
    };
    const changes = Array.from({ length: (layers?.length ?? 0) / 2 }, (_, l) =>
      Math.sqrt((layers?.[2 * l] as number) / Math.max(layers?.[2 * l + 1] as number, Number.MIN_VALUE)),
    );
    const { batch: _, ...cloud } = pair;
    return {
      task: "constellations",
      request,
      ...cloud,
      models: {
        main: model(values.main as Float32Array, changes),
        baseline: values.baseline ? model(values.baseline, []) : null,
      },
      attention: { original: this.#attention(attention, 0), moved: this.#attention(attention, 1) },
    };
  }

  /** [2, L S, (n S) H] -> [L][H][n]: a mean over the query's samples, a sum over each key point's. */
  #attention(weights: Float32Array | undefined, half: number): number[][][] {
    if (!weights) return [];
    const { layers, heads } = this.#config;
    const samples = samplesOf(this.#config);
    const points = pointCount(this.#config);
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
