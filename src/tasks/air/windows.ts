import type { Config } from "../../config/schema.ts";
import { sharesOf } from "../counted-mean.ts";
import type { Batch } from "../task.ts";
import { filledBy } from "./baselines.ts";
import { type AirWindow, MEASUREMENTS, standardAir } from "./data.ts";

/** What each entry is told beside its value: what fills in without learning, and how far off its nearest hour is. */
export const GUESSES = 3;

/** By time and by place, and the gap as a share of the window: [T, L, M, GUESSES]. */
function guessesOf(window: AirWindow): Float32Array {
  const { places } = standardAir();
  const { time, place, gap } = filledBy(window, places);
  const hours = window.values.length / (places.length / 2) / MEASUREMENTS;
  const guesses = new Float32Array(GUESSES * time.length);
  time.forEach((own, k) => {
    guesses.set([own, place[k] as number, (gap[k] as number) / hours], GUESSES * k);
  });
  return guesses;
}

/** Windows side by side. */
export function windowBatch({ guesses }: Pick<Config, "guesses">, windows: readonly AirWindow[]): Batch {
  const joined = (of: (window: AirWindow) => Float32Array) => {
    const parts = windows.map(of);
    const size = (parts[0] as Float32Array).length;
    const whole = new Float32Array(parts.length * size);
    parts.forEach((part, k) => {
      whole.set(part, k * size);
    });
    return whole;
  };
  const visible = joined(({ observed, hidden }) => observed.map((one, k) => one - (hidden[k] as number)));
  const hidden = joined((window) => window.hidden);
  return {
    ...(guesses === "told" ? { guesses: joined(guessesOf) } : {}),
    values: joined(({ values }) => values),
    visible,
    hidden,
    visibleShares: sharesOf(visible, windows.length),
    hiddenShares: sharesOf(hidden, windows.length),
  };
}
