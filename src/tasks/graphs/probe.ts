import { compile } from "../../autograd/compile.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import { collections } from "../../config/collections.ts";
import type { Config } from "../../config/schema.ts";
import type { Graph } from "../../data/graphs.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { sizeFor } from "../padded/sizes.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { paddedGraphs } from "./batch.ts";
import { preparedFor } from "./folds.ts";
import { classified } from "./network.ts";

/** A test graph that a visitor looks at, and how its nodes are numbered. */
export interface GraphRequest {
  readonly task: "graphs";
  /** Into the test graphs. */
  readonly place: number;
  /** What the nodes' new numbers are drawn by; null for those of the file. */
  readonly order: number | null;
}

/** What a pooling did with the graph's own nodes. */
interface PooledLevel {
  /** Score of each node that was left before it, by the node's number in the file; null for the others. */
  readonly scores: readonly (number | null)[];
  /** Nodes that stay, by falling score. */
  readonly kept: readonly number[];
}

interface GraphAnswer {
  /** Of the classes. */
  readonly probabilities: readonly number[];
  /** With the nodes numbered anew; the same but for ties at the cut. */
  readonly renumbered: readonly number[];
  readonly levels: readonly PooledLevel[];
}

export interface GraphProbe {
  readonly task: "graphs";
  readonly request: GraphRequest;
  /** How many test graphs there are. */
  readonly tests: number;
  /** Index of the graph in its collection. */
  readonly index: number;
  readonly graph: Graph;
  /** One an entrant. */
  readonly models: readonly GraphAnswer[];
}

/** The graph, and the same with its nodes in another order. */
const PAIR = 2;

/** The graph with node `order[k]` as node k. */
function renumbered({ kind, labels, edges }: Graph, order: readonly number[]): Graph {
  const place = new Map(order.map((node, k) => [node, k]));
  return {
    kind,
    labels: order.map((node) => labels[node] as number),
    edges: edges.map((node) => place.get(node) as number),
  };
}

async function compiled(gpu: Gpu, { config, parameters }: Trained, slots: number): Promise<Program> {
  const tape = new Tape(gpu.variants);
  const { output, levels } = classified(tape, config, parameters.record(tape), { batch: PAIR, slots, trains: false });
  const outputs: Record<string, Tensor> = { probabilities: softmax(output) };
  levels.forEach(({ scores, kept }, l) => {
    outputs[`scores ${l}`] = scores;
    outputs[`kept ${l}`] = kept;
  });
  return compile(gpu, outputs);
}

/** Levels of the first of the pair, in numbers of the file. */
function levelsOf(found: Readonly<Record<string, Float32Array>>, nodes: number): PooledLevel[] {
  const levels: PooledLevel[] = [];
  let left = Array.from({ length: nodes }, (_, node) => node);
  for (let l = 0; found[`kept ${l}`]; l++) {
    const scores = new Array<number | null>(nodes).fill(null);
    left.forEach((node, slot) => {
      scores[node] = found[`scores ${l}`]?.[slot] as number;
    });
    const kept = found[`kept ${l}`] as Float32Array;
    const places = Array.from(kept.subarray(0, kept.length / PAIR)).filter((place) => place >= 0);
    left = places.map((place) => left[place] as number);
    levels.push({ scores, kept: left });
  }
  return levels;
}

/** What all networks make of a graph, and of the same with its nodes in another order. */
export async function openGraphProbe(
  gpu: Gpu,
  trained: readonly Trained[],
): Promise<LookProgram<GraphRequest, GraphProbe>> {
  const { config } = trained[0] as Trained;
  const { collection, split, sizes } = preparedFor(config);
  /** Programs for graphs of each padded size that was asked for. */
  const bySize = new Map<number, Promise<readonly Program[]>>();
  const programsFor = (slots: number) => {
    const known = bySize.get(slots) ?? allOrNone(trained.map((own) => compiled(gpu, own, slots)));
    bySize.set(slots, known);
    known.catch(() => bySize.delete(slots));
    return known;
  };
  await programsFor(sizes[0] as number);
  const answer = async (program: Program, { collection: name }: Config, pair: readonly Graph[], slots: number) => {
    const batch = paddedGraphs(pair, slots, collections[name].labels);
    for (const [input, data] of Object.entries(batch)) program.write(input, data);
    program.run();
    const found = await program.read(...program.outputNames);
    const both = Array.from(found.probabilities as Float32Array);
    const half = both.length / PAIR;
    return {
      probabilities: both.slice(0, half),
      renumbered: both.slice(half),
      levels: levelsOf(found, (pair[0] as Graph).labels.length),
    };
  };
  return {
    async run(request) {
      const index = split.test[request.place % split.test.length] as number;
      const graph = collection.graphs[index] as Graph;
      const nodes = graph.labels.map((_, node) => node);
      const order = request.order === null ? nodes : new RandomStream(request.order, "numbers of nodes").shuffle(nodes);
      const pair = [graph, renumbered(graph, order)];
      const slots = sizeFor(sizes, graph.labels.length);
      const programs = await programsFor(slots);
      const models = await Promise.all(
        programs.map((program, k) => answer(program, (trained[k] as Trained).config, pair, slots)),
      );
      return { task: "graphs", request, tests: split.test.length, index, graph, models };
    },
    destroy() {
      for (const programs of bySize.values()) {
        programs.then(
          (own) => {
            for (const program of own) program.destroy();
          },
          () => {},
        );
      }
    },
  };
}
