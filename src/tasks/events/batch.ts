import type { Config } from "../../config/schema.ts";
import { seesPlaces } from "../../config/sections/time-attention.ts";
import { sharesOf } from "../counted-mean.ts";
import type { Batch, Examples } from "../task.ts";
import type { Sequence } from "./source.ts";

/**
 * Sequences as inputs, one event shorter than they are: row k is event k, asked for the kind of event k + 1. Rows behind a
 * sequence's end are absent.
 */
export function sequenceBatch(config: Config, sequences: readonly Sequence[], shift = 0): Batch {
  const { history, asked } = config;
  const size = sequences.length * history;
  const seen = seesPlaces(config);
  const batch = {
    types: new Float32Array(size),
    times: new Float32Array(size),
    query: new Float32Array(size),
    mask: new Float32Array(size),
    labels: new Float32Array(size),
    counted: new Float32Array(size),
    ...(seen ? { places: new Float32Array(3 * size), frames: new Float32Array(size) } : {}),
  };
  sequences.forEach(({ types, times, from, places, frames }, b) => {
    for (let k = 0; k + 1 < types.length && k < history; k++) {
      const row = b * history + k;
      batch.types[row] = types[k] as number;
      batch.times[row] = (times[k] as number) + shift;
      batch.query[row] = (times[asked === "next" ? k + 1 : k] as number) + shift;
      batch.mask[row] = 1;
      batch.labels[row] = types[k + 1] as number;
      batch.counted[row] = Number(k + 1 >= from);
      batch.places?.set(places?.[k] ?? [], 3 * row);
      batch.frames?.set([frames?.[k] ?? 0], row);
    }
  });
  return { ...batch, shares: sharesOf(batch.counted, sequences.length) };
}

/** Sequences that a network reads together. */
export class EventExamples implements Examples {
  readonly #sequences: readonly Sequence[];

  constructor(sequences: readonly Sequence[]) {
    this.#sequences = sequences;
  }

  inputs(config: Config): Batch {
    return sequenceBatch(config, this.#sequences);
  }
}
