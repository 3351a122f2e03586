import { compile } from "../autograd/compile.ts";
import { concat } from "../autograd/operations/concat.ts";
import { scale } from "../autograd/operations/elementwise.ts";
import { gather } from "../autograd/operations/gather.ts";
import { permute, reshape } from "../autograd/operations/movement.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Program } from "../autograd/program.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Config } from "../config/schema.ts";
import { allOrNone } from "../gpu/all-or-none.ts";
import type { Gpu } from "../gpu/device.ts";
import { chartOf, coordinatesFrom, elementAt } from "../lie/chart.ts";
import { type Group, type Lifted, liftAll } from "../lie/group.ts";
import { groupOf } from "../lie/registry.ts";
import { Parameters } from "../nn/parameters.ts";
import { initialise } from "./initial.ts";
import { FIELD, type Inspection, type InspectionRequest } from "./inspection.ts";
import type { Model, ModelInputs, Sizes } from "./models/model.ts";
import { modelOf } from "./models/registry.ts";
import type { Batch } from "./task.ts";
import type { Trained } from "./trained.ts";

/** The input as given and its moved copy. */
const COPIES = 2;

/** What a task's inputs are, as far as one must know them to look inside a network that reads them. */
export interface Inspected {
  readonly sizes: Sizes;
  recordInputs(tape: Tape, batch: number): ModelInputs;
  /** An input and its moved copy, the given one first; points [n, d] and stabiliser samples [n, S R] of each. */
  copies(request: InspectionRequest): {
    readonly batch: Batch;
    readonly clouds: readonly { readonly points: Float32Array; readonly mask: Float32Array }[];
    readonly stabilisers: readonly Float32Array[];
  };
}

/** Weights [2, M, M, H] between points: [2, H, n, n]. */
export function betweenPoints(weights: Tensor, points: number, samples: number): Tensor {
  const heads = weights.shape[3] as number;
  const apart = reshape(weights, [COPIES, points, samples, points, samples * heads]);
  const meanOfQueries = reshape(scale(sum(apart, [2]), 1 / samples), [COPIES, points, points, samples, heads]);
  return permute(reshape(sum(meanOfQueries, [3]), [COPIES, points, points, heads]), [0, 3, 1, 2]);
}

/** A network's attention between all elements, and the terms of one element's scores. */
async function compileAttention(gpu: Gpu, { config, parameters }: Trained, { sizes, recordInputs }: Inspected) {
  const tape = new Tape(gpu.variants);
  const inputs = recordInputs(tape, COPIES);
  const { layers, pairs } = (modelOf(config) as Required<Model>).trace(parameters.record(tape), config, sizes, inputs);
  const query = tape.input("query", [COPIES, 1]);
  const { points } = sizes;
  const { samples } = config;
  const elements = points * samples;
  /** Its row of numbers for all pairs [2, M, M, K]: [1, 2, M, K]. */
  const rowOf = (all: Tensor): Tensor => {
    const width = all.shape[3] as number;
    return reshape(gather(reshape(all, [COPIES, elements, elements * width]), query), [1, COPIES, elements, width]);
  };
  const rows = (terms: readonly (Tensor | null)[]): Tensor | null =>
    terms.every((term) => term !== null)
      ? concat(
          terms.map((term) => rowOf(term)),
          0,
        )
      : null;
  const attention = layers.map((layer) => layer.attention);
  const maps = attention.map(({ weights }) =>
    reshape(betweenPoints(weights, points, samples), [1, COPIES, config.heads, points * points]),
  );
  const content = rows(attention.map((own) => own.content));
  const location = rows(attention.map((own) => own.location));
  return compile(gpu, {
    maps: concat(maps, 0),
    pairs: rowOf(pairs),
    weights: rows(attention.map((own) => own.weights)) as Tensor,
    ...(content ? { content } : {}),
    ...(location ? { location } : {}),
  });
}

/** The location term over a plane, by the parameters of now and by those that training began with. */
async function compileField(gpu: Gpu, trained: Trained, initial: Parameters, { sizes }: Inspected) {
  const { config, parameters } = trained;
  const model = modelOf(config) as Required<Model>;
  const tape = new Tape(gpu.variants);
  const elements = tape.input("elements", [FIELD * FIELD, 2, groupOf(config).elementSize]);
  const by = (own: Parameters) => model.locationField(own.record(tape), config, sizes, elements);
  const [now, before] = [by(parameters), by(initial)];
  return now && before ? compile(gpu, { now: permute(now, [1, 0]), before: permute(before, [1, 0]) }) : null;
}

/** Entries of a copy in [L, 2, rest]: [L, rest]. */
function copyOf(values: Float32Array, copy: number, layers: number): Float32Array {
  const size = values.length / layers / COPIES;
  const own = new Float32Array(layers * size);
  for (let l = 0; l < layers; l++)
    own.set(values.subarray((l * COPIES + copy) * size, (l * COPIES + copy + 1) * size), l * size);
  return own;
}

/** Looks into the attention of one network that lifts. */
export class InspectionProgram {
  readonly #config: Config;
  readonly #inspected: Inspected;
  readonly #initial: Parameters;
  readonly #attention: Program;
  readonly #field: Program | null;

  private constructor(
    config: Config,
    inspected: Inspected,
    initial: Parameters,
    attention: Program,
    field: Program | null,
  ) {
    this.#config = config;
    this.#inspected = inspected;
    this.#initial = initial;
    this.#attention = attention;
    this.#field = field;
  }

  static async create(gpu: Gpu, trained: Trained, inspected: Inspected): Promise<InspectionProgram> {
    const { config } = trained;
    const initial = new Parameters(gpu.device, trained.parameters.layout);
    initialise(initial, config.seed);
    try {
      const attention = compileAttention(gpu, trained, inspected);
      const field = compileField(gpu, trained, initial, inspected);
      const none = { destroy() {} };
      await allOrNone([attention, field.then((program) => program ?? none)]);
      return new InspectionProgram(config, inspected, initial, await attention, await field);
    } catch (error) {
      initial.destroy();
      throw error;
    }
  }

  async run(request: InspectionRequest): Promise<Inspection> {
    const { samples, layers, heads } = this.#config;
    const group = groupOf(this.#config);
    const { batch, clouds, stabilisers } = this.#inspected.copies(request);
    const [, { points, mask }] = clouds as [unknown, { points: Float32Array; mask: Float32Array }];
    const point = mask[request.point] === 1 ? request.point : mask.indexOf(1);
    const sample = Math.min(request.sample, samples - 1);
    const lifted = liftAll(group, points, stabilisers[1] as Float32Array, samples);
    const query = point * samples + sample;
    const { element: own } = lifted[query] as Lifted;
    const seen = lifted.map((other) => coordinatesFrom(group, samples, own, other));

    for (const [name, data] of Object.entries(batch)) this.#attention.write(name, data);
    this.#attention.write("query", Float32Array.of(query, query));
    this.#attention.run();
    this.#field?.write("elements", planeElements(group, samples, seen[query] as number[], request));
    this.#field?.run();
    const [read, field] = await Promise.all([
      this.#attention.read(...this.#attention.outputNames),
      this.#field?.read("now", "before") ?? null,
    ]);
    const moved = (name: string) => (read[name] ? copyOf(read[name], 1, layers) : null);
    const maps = read.maps as Float32Array;
    return {
      request,
      query: { point, sample },
      sizes: {
        points: mask.length,
        samples,
        layers,
        heads,
        pair: group.pairDim,
        coordinates: chartOf(group, samples).length,
      },
      mask,
      maps: { original: copyOf(maps, 0, layers), moved: copyOf(maps, 1, layers) },
      pairs: copyOf(read.pairs as Float32Array, 1, 1),
      weights: moved("weights") as Float32Array,
      content: moved("content"),
      location: moved("location"),
      seen: Float32Array.from(seen.flat()),
      field,
    };
  }

  destroy(): void {
    this.#initial.destroy();
    this.#attention.destroy();
    this.#field?.destroy();
  }
}

/** The query's element in its own coordinates beside one at every place of a plane, rows downwards: [N, 2, words]. */
function planeElements(
  group: Group,
  samples: number,
  own: readonly number[],
  { across, up, at }: InspectionRequest,
): Float32Array<ArrayBuffer> {
  const coordinates = chartOf(group, samples);
  const query = elementAt(group, samples, [
    ...own.slice(0, group.pointDim),
    ...coordinates.slice(group.pointDim).map(() => 0),
  ]);
  const value = (which: number, k: number) => {
    const { range, step } = coordinates[which] as (typeof coordinates)[0];
    const place = range[0] + ((range[1] - range[0]) * k) / (FIELD - 1);
    return step === 1 ? Math.round(place) : place;
  };
  const pairs = Array.from({ length: FIELD * FIELD }, (_, k) => {
    const here = coordinates.map((_, which) => at[which] ?? 0);
    here[across] = value(across, k % FIELD);
    here[up] = value(up, FIELD - 1 - Math.floor(k / FIELD));
    return [query, elementAt(group, samples, here)];
  });
  return Float32Array.from(pairs.flat(2));
}
