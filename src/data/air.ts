import * as v from "valibot";
import { catalogue } from "./catalogue.ts";
import type { DataFiles, Watch } from "./data-files.ts";
import { BrokenFileError, readPacked } from "./packed-file.ts";

/** Hourly measurements of stations. */
export interface AirQuality {
  readonly hours: number;
  readonly stations: readonly { readonly name: string; readonly longitude: number; readonly latitude: number }[];
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  /** [hours, stations, columns]; not a number where nothing was measured. */
  readonly values: Float32Array;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const schema = v.object({
  shape: v.tuple([count, count, count]),
  missing: v.number(),
  divide_by: v.array(v.number()),
  columns: v.array(v.string()),
  units: v.array(v.string()),
  stations: v.array(v.tuple([v.string(), v.number(), v.number()])),
});

/**
 * Reads whole numbers of two bytes, [hours, stations, columns], with a JSON that says what they are.
 * @throws BrokenFileError that names the file
 */
export function readAir(file: string, about: string, bytes: Uint8Array<ArrayBuffer>): AirQuality {
  const broken = (what: string) => new BrokenFileError(`${file} ${what}.`);
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), about);
  if (!found.success) throw broken(`has no description: ${found.issues[0].message}`);
  const { shape, missing, divide_by: divisors, columns, units, stations } = found.output;
  const [hours, places, kinds] = shape;
  const expected = 2 * hours * places * kinds;
  if (bytes.length !== expected) {
    throw broken(
      `is cut short or too long: ${bytes.length} bytes, not the ${expected} of ${shape.join(" by ")} numbers`,
    );
  }
  for (const [name, length, size] of [
    ["stations", stations.length, places],
    ["columns", columns.length, kinds],
    ["units", units.length, kinds],
    ["divisors", divisors.length, kinds],
  ] as const) {
    if (length !== size) throw broken(`names ${length} ${name}, but has ${size}`);
  }
  if (hours < 2 || places < 2)
    throw broken(`has an axis of one: ${shape.join(" by ")}; there is nothing to fill in from`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    hours,
    stations: stations.map(([name, longitude, latitude]) => ({ name, longitude, latitude })),
    columns: columns.map((name, k) => ({ name, unit: units[k] as string })),
    values: Float32Array.from({ length: hours * places * kinds }, (_, k) => {
      const stored = view.getInt16(2 * k, true);
      return stored === missing ? Number.NaN : stored / (divisors[k % kinds] as number);
    }),
  };
}

let opened: AirQuality | null = null;

/** Opens the measurements that come with the page, once. @throws as `readPacked` */
export async function openAir(files: DataFiles, watch?: Watch): Promise<AirQuality> {
  if (opened) return opened;
  const { folder, files: packed } = catalogue.air;
  const [about, hours] = await Promise.all([
    readPacked(files, folder, packed.about, watch?.signal),
    readPacked(files, folder, packed.hours, watch?.signal),
  ]);
  opened = readAir(packed.hours.file, new TextDecoder().decode(about), hours);
  return opened;
}

export const openedAir = (): AirQuality | null => opened;
