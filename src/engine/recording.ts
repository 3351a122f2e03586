import * as v from "valibot";
import type { Probe } from "../tasks/registry.ts";
import type { Survey } from "../tasks/survey.ts";
import type { History } from "./history.ts";
import type { EntrantSummary } from "./protocol.ts";

/** What trained networks answered once, for a visitor whose own GPU has not answered yet, or who has none. */
export interface Recording {
  /** Where it was computed. */
  readonly adapter: string;
  readonly step: number;
  readonly entrants: readonly EntrantSummary[];
  readonly history: History;
  readonly probe: Probe;
  readonly survey: Survey | null;
  /** What the probe's models said of each motion of the surveyed orbit; empty without a survey. */
  readonly along: readonly Probe["models"][];
}

/** Raised when an old recording would be read differently. */
const FORMAT = "lietransformer-playground recording 1";

/** Digits of a number that is only shown. */
const DIGITS = 5;

const short = (value: number): number => Number(value.toPrecision(DIGITS));
const arrays = { Float32Array, Float64Array, Uint8Array };
type ArrayName = keyof typeof arrays;

const tagged = v.strictObject({
  $array: v.picklist(Object.keys(arrays) as [ArrayName, ...ArrayName[]]),
  values: v.array(v.number()),
});

/** A recording as JSON; lists of numbers keep their kind. */
export const recordingText = (recording: Recording): string =>
  JSON.stringify({ format: FORMAT, ...recording }, (_, value: unknown) => {
    if (typeof value === "number") return Number.isInteger(value) ? value : short(value);
    const name = (Object.keys(arrays) as ArrayName[]).find((kind) => value instanceof arrays[kind]);
    return name ? { $array: name, values: Array.from(value as Float32Array, short) } : value;
  });

/** @throws Error where the text is no recording that this page reads */
export function readRecording(text: string): Recording {
  const read: unknown = JSON.parse(text, (_, value: unknown) => {
    const found = v.safeParse(tagged, value);
    return found.success ? arrays[found.output.$array].from(found.output.values) : value;
  });
  if (!v.is(v.looseObject({ format: v.literal(FORMAT) }), read)) throw new Error("this is no recording");
  return read as unknown as Recording;
}
