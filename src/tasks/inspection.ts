import type { Config } from "../config/schema.ts";
import type { Motion } from "../lie/motion.ts";
import type { Example } from "./example.ts";

/** Which lifted element is looked at, and through which plane of the group. */
export interface InspectionRequest {
  readonly task: Config["task"];
  readonly example: Example;
  readonly motion: Motion;
  readonly lift: "moved" | "fresh" | "left";
  /** The query: a point, and which of its lift samples. */
  readonly point: number;
  readonly sample: number;
  /** Coordinates that span the plane, by their index, and the values of all: those two vary. */
  readonly across: number;
  readonly up: number;
  readonly at: readonly number[];
}

/** The inside of one network's attention, for an input and its moved copy. M = n S lifted elements, L layers, H heads. */
export interface Inspection {
  readonly request: InspectionRequest;
  /** The query after all: an absent point gives way to the first that is there. */
  readonly query: { readonly point: number; readonly sample: number };
  readonly sizes: {
    readonly points: number;
    readonly samples: number;
    readonly layers: number;
    readonly heads: number;
    readonly pair: number;
    readonly coordinates: number;
  };
  /** [n], 1 where present. */
  readonly mask: Float32Array;
  /** Weights between points, means over the query's samples and sums over the key's: [L, H, n, n]. */
  readonly maps: { readonly original: Float32Array; readonly moved: Float32Array };
  /** Of the query element in the moved copy: pair features [M, D]; terms of the score and weights [L, M, H]. */
  readonly pairs: Float32Array;
  readonly weights: Float32Array;
  /** Null where a term is no single number. */
  readonly content: Float32Array | null;
  readonly location: Float32Array | null;
  /** Coordinates of every element as the query sees it, [M, coordinates]; NaN where they are not told. */
  readonly seen: Float32Array;
  /** The location term over the plane, [L, H, rows, columns], as trained and as it began; null where there is none. */
  readonly field: { readonly now: Float32Array; readonly before: Float32Array } | null;
}

/** Values of a plane's coordinate that are looked at. */
export const FIELD = 33;
