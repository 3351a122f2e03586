import * as v from "valibot";
import { catalogue } from "./catalogue.ts";
import type { DataFiles, Watch } from "./data-files.ts";
import { readJson } from "./json-file.ts";
import { BrokenFileError, readPacked } from "./packed-file.ts";

/** Collections of graphs that come with the page. */
export type CollectionName = keyof typeof catalogue.graphs.files;

/** A graph whose nodes have a label each. */
export interface Graph {
  /** Index of its class. */
  readonly kind: number;
  /** Index of each node's label. */
  readonly labels: readonly number[];
  /** Pairs of nodes that are joined, one after the other: [u0, v0, u1, v1, ..], u < v. */
  readonly edges: readonly number[];
}

/** Graphs of some classes. */
export interface Collection {
  readonly name: string;
  readonly classes: number;
  readonly labels: number;
  readonly graphs: readonly Graph[];
}

/** A graph of more nodes is refused: its adjacency matrix alone would fill a gigabyte. */
const MOST_NODES = 16_000;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.object({
  name: v.string(),
  classes: v.array(v.union([v.number(), v.string()])),
  nodeLabels: v.array(v.union([v.number(), v.string()])),
  graphs: v.array(v.object({ y: index, x: v.array(index), e: v.array(index) })),
});

/** What is wrong with a graph, in words; null where nothing is. */
function problemWith(graph: v.InferOutput<typeof schema>["graphs"][number], classes: number, labels: number) {
  const { y, x, e } = graph;
  if (x.length === 0) return "has no nodes";
  if (x.length > MOST_NODES) return `has ${x.length} nodes; ${MOST_NODES} are the most`;
  if (e.length === 0) return "has no edges";
  if (e.length % 2 !== 0) return `lists ${e.length} ends of edges, an odd number`;
  const label = x.findIndex((one) => one >= labels);
  if (label >= 0) return `gives node ${label} the label ${x[label]}; there are ${labels}, counted from 0`;
  const outside = e.find((node) => node >= x.length);
  if (outside !== undefined) return `joins node ${outside}, but has ${x.length}, counted from 0`;
  const seen = new Set<number>();
  for (let k = 0; k < e.length; k += 2) {
    const [a, b] = [e[k] as number, e[k + 1] as number];
    if (a === b) return `joins node ${a} to itself`;
    const key = Math.min(a, b) * x.length + Math.max(a, b);
    if (seen.has(key)) return `joins nodes ${a} and ${b} twice`;
    seen.add(key);
  }
  return y >= classes ? `is of class ${y}; there are ${classes}, counted from 0` : null;
}

/**
 * Reads a collection: { name, classes, nodeLabels, graphs: [{ y, x, e }] } with class, labels and edges by index.
 * @throws BrokenFileError that names the file, and the graph
 */
export function readCollection(file: string, text: string): Collection {
  const broken = (what: string) => new BrokenFileError(`${file} ${what}.`);
  const { name, classes, nodeLabels, graphs } = readJson(file, text, schema, "collection of graphs");
  if (classes.length < 2) throw broken(`has ${classes.length} classes: there is nothing to tell apart`);
  if (graphs.length < 2 * classes.length) throw broken(`has ${graphs.length} graphs of ${classes.length} classes`);
  graphs.forEach((graph, k) => {
    const problem = problemWith(graph, classes.length, nodeLabels.length);
    if (problem) throw broken(`is broken: graph ${k + 1} of ${graphs.length} ${problem}`);
  });
  return {
    name,
    classes: classes.length,
    labels: nodeLabels.length,
    graphs: graphs.map(({ y, x, e }) => ({ kind: y, labels: x, edges: e })),
  };
}

const opened = new Map<CollectionName, Collection>();

/** Opens a collection, once. @throws as `readPacked` */
export async function openCollection(name: CollectionName, files: DataFiles, watch?: Watch): Promise<Collection> {
  const known = opened.get(name);
  if (known) return known;
  const { folder, files: packed } = catalogue.graphs;
  const bytes = await readPacked(files, folder, packed[name], watch?.signal);
  const collection = readCollection(packed[name].file, new TextDecoder().decode(bytes));
  opened.set(name, collection);
  return collection;
}

export const openedCollection = (name: CollectionName): Collection | undefined => opened.get(name);
