import { type AirWindow, MEASUREMENTS } from "./data.ts";

/** What fills in without learning (`docs/neighbours.md`, 5.5), for windows [T, stations, MEASUREMENTS]. */
interface Filled {
  /** A line between the hours before and after that are told; the nearest of them at an end. */
  readonly time: Float32Array;
  /** The stations that are told at the hour, by the inverse of their distance. */
  readonly place: Float32Array;
  /** Hours to the nearest one that is told, at most all of them. */
  readonly gap: Float32Array;
}

export function filledBy({ values, observed, hidden }: AirWindow, places: Float32Array): Filled {
  const stations = places.length / 2;
  const row = stations * MEASUREMENTS;
  const hours = values.length / row;
  const told = (k: number) => observed[k] === 1 && hidden[k] === 0;
  const time = new Float32Array(values.length);
  const place = new Float32Array(values.length);
  const gap = new Float32Array(values.length);
  for (let column = 0; column < row; column++) {
    for (let hour = 0; hour < hours; hour++) {
      let before = hour;
      while (before >= 0 && !told(before * row + column)) before--;
      let after = hour;
      while (after < hours && !told(after * row + column)) after++;
      const [low, high] = [values[before * row + column] as number, values[after * row + column] as number];
      const k = hour * row + column;
      gap[k] = Math.min(before < 0 ? hours : hour - before, after >= hours ? hours : after - hour);
      if (before < 0 && after >= hours) time[k] = 0;
      else if (before < 0) time[k] = high;
      else if (after >= hours) time[k] = low;
      else time[k] = before === after ? low : low + ((high - low) * (hour - before)) / (after - before);
      const [station, m] = [Math.floor(column / MEASUREMENTS), column % MEASUREMENTS];
      let [sum, weight] = [0, 0];
      for (let other = 0; other < stations; other++) {
        const at = (hour * stations + other) * MEASUREMENTS + m;
        if (other === station || !told(at)) continue;
        const apart = Math.hypot(
          (places[2 * other] as number) - (places[2 * station] as number),
          (places[2 * other + 1] as number) - (places[2 * station + 1] as number),
        );
        sum += (values[at] as number) / apart;
        weight += 1 / apart;
      }
      place[k] = weight > 0 ? sum / weight : 0;
    }
  }
  return { time, place, gap };
}
