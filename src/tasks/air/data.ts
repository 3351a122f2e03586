import type { Config } from "../../config/schema.ts";
import { type AirQuality, openedAir } from "../../data/air.ts";
import { RandomStream } from "../../random/random-stream.ts";

/** Measurements that are filled in: the pollutants, which come first. */
export const MEASUREMENTS = 6;

/** Shares of the hours that are for validation and for tests, at the end. */
const SHARE = 0.1;

/** Measurements less their mean, over their standard deviation, both of the training hours. */
export interface StandardAir extends Pick<AirQuality, "hours" | "stations" | "columns"> {
  /** [hours, stations, MEASUREMENTS]; zero where nothing was measured. */
  readonly values: Float32Array;
  /** 1 where something was. */
  readonly observed: Uint8Array;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Kilometres east and north of the stations' middle, [stations, 2]. */
  readonly places: Float32Array;
  /** First hours of validation and of tests. */
  readonly validFrom: number;
  readonly testFrom: number;
}

const KILOMETRES_A_DEGREE = 111.2;

function standardised({ hours, stations, columns, values }: AirQuality): StandardAir {
  const testFrom = Math.floor(hours * (1 - SHARE));
  const validFrom = Math.floor(hours * (1 - 2 * SHARE));
  const kinds = columns.length;
  const at = (hour: number, station: number, m: number) =>
    values[(hour * stations.length + station) * kinds + m] as number;
  const sums = Array.from({ length: MEASUREMENTS }, () => ({ count: 0, sum: 0, squares: 0 }));
  for (let hour = 0; hour < validFrom; hour++) {
    for (let station = 0; station < stations.length; station++) {
      for (const [m, of] of sums.entries()) {
        const value = at(hour, station, m);
        if (Number.isNaN(value)) continue;
        of.count++;
        of.sum += value;
        of.squares += value * value;
      }
    }
  }
  const mean = sums.map(({ count, sum }) => sum / count);
  const deviation = sums.map(({ count, squares }, m) => Math.sqrt(squares / count - (mean[m] as number) ** 2));
  const size = hours * stations.length * MEASUREMENTS;
  const standard = new Float32Array(size);
  const observed = new Uint8Array(size);
  for (let k = 0; k < size; k++) {
    const m = k % MEASUREMENTS;
    const value = values[Math.floor(k / MEASUREMENTS) * kinds + m] as number;
    if (Number.isNaN(value)) continue;
    observed[k] = 1;
    standard[k] = (value - (mean[m] as number)) / (deviation[m] as number);
  }
  const middle = (of: "longitude" | "latitude") =>
    stations.reduce((sum, station) => sum + station[of], 0) / stations.length;
  const [longitude, latitude] = [middle("longitude"), middle("latitude")];
  const east = KILOMETRES_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
  const places = Float32Array.from(
    stations.flatMap((own) => [east * (own.longitude - longitude), KILOMETRES_A_DEGREE * (own.latitude - latitude)]),
  );
  return { hours, stations, columns, values: standard, observed, mean, deviation, places, validFrom, testFrom };
}

let kept: { readonly of: AirQuality; readonly standard: StandardAir } | null = null;

/** @throws Error where the measurements have not been opened */
export function standardAir(): StandardAir {
  const air = openedAir();
  if (!air) throw new Error("The measurements have not been opened.");
  if (kept?.of !== air) kept = { of: air, standard: standardised(air) };
  return kept.standard;
}

/** Single entries at random, or stretches of a station's measurement. */
export type Hiding = "points" | "blocks";

/** Hours that follow each other, and what is hidden of them: [T, stations, MEASUREMENTS]. */
export interface AirWindow {
  /** Into all hours. */
  readonly first: number;
  readonly values: Float32Array;
  readonly observed: Float32Array;
  /** 1 where something was measured, and is not told. */
  readonly hidden: Float32Array;
}

/** Hides entries of a window until so large a share of those that were measured is. */
function hide(
  observed: Float32Array,
  [hours, stations, measurements]: readonly [number, number, number],
  how: Hiding,
  share: number,
  random: RandomStream,
): Float32Array {
  const hidden = new Float32Array(observed.length);
  if (how === "points") return hidden.map((_, k) => (observed[k] === 1 && random.uniform() < share ? 1 : 0));
  const total = observed.reduce((sum, one) => sum + one, 0);
  const length = Math.max(1, Math.floor(hours / 2));
  let count = 0;
  // A few tries more than it takes: a window may be almost empty.
  for (let tries = 0; count < share * total && tries < 40 * stations * measurements; tries++) {
    const [station, m] = [random.below(stations), random.below(measurements)];
    const start = random.below(hours - length + 1);
    for (let hour = start; hour < start + length; hour++) {
      const k = (hour * stations + station) * measurements + m;
      if (observed[k] === 1 && hidden[k] === 0) {
        hidden[k] = 1;
        count++;
      }
    }
  }
  return hidden;
}

/** Shares that tests hide: of points, and of blocks (`docs/neighbours.md`, 5.5). */
const TESTED = { points: 0.1, blocks: 0.2 } as const;

/** A window of a config's data; the same for equal arguments. */
export function drawWindow(config: Config, purpose: string, how: Hiding | null, index: number): AirWindow {
  const { hours, stations, values, observed, validFrom, testFrom } = standardAir();
  const random = new RandomStream(config.seed, `air ${purpose} ${how ?? ""}`, index);
  const [from, to] =
    purpose === "train" ? [0, validFrom] : purpose === "test" ? [testFrom, hours] : [validFrom, testFrom];
  const length = config.hours;
  const room = to - from - length;
  // Tests go evenly through their hours.
  const first =
    from +
    (purpose === "train"
      ? random.below(room + 1)
      : Math.round((room * (index % config.tests)) / Math.max(1, config.tests - 1)));
  const row = stations.length * MEASUREMENTS;
  const there = Float32Array.from(observed.subarray(first * row, (first + length) * row));
  const kinds: readonly Hiding[] = config.hiding === "both" ? ["points", "blocks"] : [config.hiding];
  const kind = how ?? (kinds[index % kinds.length] as Hiding);
  const share = how ? TESTED[how] : 0.1 + (config.hidden_share - 0.1) * random.uniform();
  return {
    first,
    values: values.slice(first * row, (first + length) * row),
    observed: there,
    hidden: hide(there, [length, stations.length, MEASUREMENTS], kind, share, random),
  };
}
