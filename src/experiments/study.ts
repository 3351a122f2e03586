import * as v from "valibot";
import type { Snapshot } from "../training/trainer.ts";
import type { Choice } from "./experiment.ts";

/** One trained network of a study, and what it scores. */
export interface Result {
  readonly choice: Choice;
  /** Thorough metrics on data not seen, and whatever details the task tells besides. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly steps: number;
  /** Seconds of training, over all sittings. */
  readonly seconds: number;
}

/** A network in the middle of its training. */
export interface Unfinished {
  readonly choice: Choice;
  readonly seconds: number;
  readonly snapshot: Snapshot;
}

/** Everything that an experiment has found so far, and where it goes on. */
export interface Study {
  /** The experiment's name. */
  readonly experiment: string;
  /** The settings that all its networks share, as a link's text. */
  readonly base: string;
  readonly results: readonly Result[];
  readonly unfinished: Unfinished | null;
}

export const emptyStudy = (experiment: string, base: string): Study => ({
  experiment,
  base,
  results: [],
  unfinished: null,
});

/** Where the network in training is. */
export interface Progress {
  readonly choice: Choice;
  readonly step: number;
  readonly steps: number;
}

/**
 * A study as JSON text. Arrays of numbers, which a snapshot consists of, are base64 of their bytes; errors that are no
 * numbers of JSON, of models that ran away, are their names.
 */
export function writeStudy(study: Study): string {
  return JSON.stringify(
    { format: 2, ...study },
    (_, value) => {
      if (value instanceof Float32Array) return { float32: toBase64(value) };
      return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
    },
    1,
  );
}

function toBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = "";
  // As many arguments as every engine takes.
  for (let k = 0; k < bytes.length; k += 0x2000) text += String.fromCharCode(...bytes.subarray(k, k + 0x2000));
  return btoa(text);
}

const numbers = v.pipe(
  v.object({ float32: v.pipe(v.string(), v.base64()) }),
  v.transform(({ float32 }) => new Float32Array(Uint8Array.from(atob(float32), (c) => c.charCodeAt(0)).buffer)),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0));
/** Studies of before wrote null for what ran away. */
const measured = v.union([
  v.number(),
  v.pipe(
    v.nullable(v.picklist(["Infinity", "-Infinity", "NaN"])),
    v.transform((name) => Number(name ?? Number.NaN)),
  ),
]);
/** The better the higher; of one that ran away, minus infinity or none. */
const score = v.pipe(
  measured,
  v.transform((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)),
);
const checkpoint = v.object({ step: count, parameters: numbers, moments: numbers });
const snapshot = v.object({ last: checkpoint, best: v.nullable(v.object({ score, checkpoint })) });
const choice = v.pipe(v.array(v.string()), v.minLength(1));
const schema = v.object({
  format: v.literal(2),
  experiment: v.string(),
  base: v.string(),
  results: v.array(v.object({ choice, metrics: v.record(v.string(), measured), steps: count, seconds: amount })),
  unfinished: v.nullable(v.object({ choice, seconds: amount, snapshot })),
});

/** Of the days when data efficiency was the only experiment. */
const subject = { model: v.string(), systems: count };
const first = v.object({
  format: v.literal(1),
  base: v.string(),
  points: v.array(v.object({ ...subject, error5: measured, error100: measured, steps: count, seconds: amount })),
  unfinished: v.nullable(v.object({ ...subject, seconds: amount, snapshot })),
});

const choiceOf = ({ model, systems }: { model: string; systems: number }): Choice => [String(systems), model];

/** A study of the first format as one of now. */
export const fromFirst = ({ base, points, unfinished }: Omit<v.InferOutput<typeof first>, "format">): Study => ({
  experiment: "data-efficiency",
  base,
  results: points.map(({ error5, error100, steps, seconds, ...which }) => ({
    choice: choiceOf(which),
    metrics: { 5: error5, 100: error100 },
    steps,
    seconds,
  })),
  unfinished: unfinished && {
    choice: choiceOf(unfinished),
    seconds: unfinished.seconds,
    snapshot: unfinished.snapshot,
  },
});

/** @throws Error that names what is wrong in a text that is no study */
export function readStudy(text: string): Study {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("this is no JSON");
  }
  if (v.is(v.looseObject({ format: v.literal(1) }), data)) return fromFirst(parsed(first, data));
  const { format: _, ...study } = parsed(schema, data);
  return study;
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, data: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`this is no study: ${v.getDotPath(issue) ?? "it"} has ${issue.received}`);
}
