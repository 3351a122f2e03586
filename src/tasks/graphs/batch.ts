import { collections } from "../../config/collections.ts";
import type { Config } from "../../config/schema.ts";
import type { Graph } from "../../data/graphs.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { Draw } from "../padded/epochs.ts";
import type { Batch, Examples } from "../task.ts";
import type { Prepared } from "./folds.ts";

/** Graphs padded to one size, as inputs: labels one-hot, adjacency, who is there. */
export function paddedGraphs(graphs: readonly Graph[], slots: number, labels: number): Batch {
  const features = new Float32Array(graphs.length * slots * labels);
  const adjacency = new Float32Array(graphs.length * slots * slots);
  const mask = new Float32Array(graphs.length * slots);
  graphs.forEach((graph, b) => {
    graph.labels.forEach((label, node) => {
      features[(b * slots + node) * labels + label] = 1;
      mask[b * slots + node] = 1;
    });
    for (let k = 0; k < graph.edges.length; k += 2) {
      const [u, v] = [graph.edges[k] as number, graph.edges[k + 1] as number];
      adjacency[(b * slots + u) * slots + v] = 1;
      adjacency[(b * slots + v) * slots + u] = 1;
    }
  });
  return { features, adjacency, mask };
}

/** What dropout leaves of the head's hidden features, [graphs, units]: drawn anew for each graph of each step. */
function keptUnits({ dropout, units, seed }: Config, graphs: number, step: number): Float32Array<ArrayBuffer> {
  const random = new RandomStream(seed, "dropout", step);
  const scale = 1 / (1 - dropout);
  return Float32Array.from({ length: graphs * units }, () => (random.uniform() < dropout ? 0 : scale));
}

/** Graphs that go through a network together. */
export class GraphExamples implements Examples {
  readonly slots: number;
  readonly #shared: Batch;
  readonly #step: number | null;
  readonly #count: number;

  /** @param step the training step that they are for; null for those that are only asked */
  constructor({ collection: name }: Config, { collection }: Prepared, { slots, indices }: Draw, step: number | null) {
    const graphs = indices.map((index) => collection.graphs[index] as Graph);
    this.slots = slots;
    this.#step = step;
    this.#count = graphs.length;
    this.#shared = {
      ...paddedGraphs(graphs, slots, collections[name].labels),
      labels: Float32Array.from(graphs, ({ kind }) => kind),
    };
  }

  inputs(config: Config): Batch {
    if (this.#step === null || config.dropout === 0) return this.#shared;
    return { ...this.#shared, keep: keptUnits(config, this.#count, this.#step) };
  }
}
