import * as v from "valibot";
import { catalogue } from "./catalogue.ts";
import type { DataFiles, Watch } from "./data-files.ts";
import { readJson } from "./json-file.ts";
import { BrokenFileError, readPacked } from "./packed-file.ts";

/** An earthquake. */
export interface Quake {
  /** Hours since the first event of the file. */
  readonly time: number;
  /** Index of its region's name. */
  readonly region: number;
  /** Of its epicentre, on the unit sphere: x through longitude 0 on the equator, z through the north pole. */
  readonly place: readonly [x: number, y: number, z: number];
}

/** Seismic networks by what they watch; what others report lies elsewhere. */
const networks: Readonly<Record<string, string>> = {
  ci: "Southern California",
  nc: "Northern California",
  ak: "Alaska",
  nn: "Nevada",
  pr: "Puerto Rico",
  uw: "Pacific Northwest",
  hv: "Hawaii",
  uu: "Utah",
  mb: "Montana",
};
const codes = Object.keys(networks);
export const regionNames: readonly string[] = [...Object.values(networks), "elsewhere"];

const SECONDS_AN_HOUR = 3600;

const columns = ["t_s", "mag", "net", "type", "lon", "lat", "depth_km"] as const;
const number = v.pipe(v.number(), v.finite());
const schema = v.object({
  cols: v.array(v.string()),
  rows: v.array(
    v.tuple([number, v.nullable(v.number()), v.string(), v.string(), number, number, v.nullable(v.number())]),
  ),
});

/** The point of the unit sphere at so many degrees east and north. */
export function onSphere(longitude: number, latitude: number): [x: number, y: number, z: number] {
  const [l, b] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  return [Math.cos(b) * Math.cos(l), Math.cos(b) * Math.sin(l), Math.sin(b)];
}

/**
 * Reads a feed of the USGS, { cols, rows } of seconds, magnitude, network, type, longitude, latitude, depth. Explosions are
 * left out.
 * @throws BrokenFileError that names the file and the event
 */
export function readEarthquakes(file: string, text: string): readonly Quake[] {
  const { cols, rows } = readJson(file, text, schema, "feed of earthquakes");
  if (cols.join() !== columns.join())
    throw new BrokenFileError(`${file} is broken: its columns are ${cols.join(", ")}, not ${columns.join(", ")}.`);
  const broken = (k: number, what: string) =>
    new BrokenFileError(`${file} is broken: event ${k + 1} of ${rows.length} ${what}.`);
  rows.forEach(([seconds, , , , longitude, latitude], k) => {
    const before = rows[k - 1]?.[0] ?? seconds;
    if (seconds < before) throw broken(k, `comes ${before - seconds} seconds before the one before it`);
    if (Math.abs(longitude) > 180) throw broken(k, `lies at longitude ${longitude}`);
    if (Math.abs(latitude) > 90) throw broken(k, `lies at latitude ${latitude}`);
  });
  const begins = rows[0]?.[0] ?? 0;
  const quakes = rows.flatMap(([seconds, , network, type, longitude, latitude]): Quake[] => {
    if (type !== "earthquake") return [];
    const known = codes.indexOf(network);
    return [
      {
        time: (seconds - begins) / SECONDS_AN_HOUR,
        region: known < 0 ? codes.length : known,
        place: onSphere(longitude, latitude),
      },
    ];
  });
  if (quakes.length < 2) throw new BrokenFileError(`${file} has ${quakes.length} earthquakes; two are the least.`);
  return quakes;
}

let opened: readonly Quake[] | null = null;

/** Opens the earthquakes that come with the page, once. @throws as `readPacked` */
export async function openEarthquakes(files: DataFiles, watch?: Watch): Promise<readonly Quake[]> {
  if (opened) return opened;
  const { folder, files: packed } = catalogue.earthquakes;
  const bytes = await readPacked(files, folder, packed.week, watch?.signal);
  opened = readEarthquakes(packed.week.file, new TextDecoder().decode(bytes));
  return opened;
}

/** @throws Error before they have been opened */
export function openedEarthquakes(): readonly Quake[] {
  if (!opened) throw new Error("The earthquakes have not been opened.");
  return opened;
}
