import * as v from "valibot";
import { formatLink, type Link } from "../config/link.ts";
import type { Snapshot } from "../training/trainer.ts";
import { models } from "./published.ts";

/** One trained model of a study of data efficiency: what it scores, by how many systems it learned from. */
export interface Point {
  readonly model: (typeof models)[number];
  readonly systems: number;
  /** Mean squared error over 5 and over 100 states of test systems, of the parameters with the best validation error. */
  readonly error5: number;
  readonly error100: number;
  readonly steps: number;
  /** Seconds of training, over all sittings. */
  readonly seconds: number;
}

/** A model in the middle of its training. */
export interface Unfinished {
  readonly model: Point["model"];
  readonly systems: number;
  readonly seconds: number;
  readonly snapshot: Snapshot;
}

/** Everything that a study has found so far, and where it goes on. */
export interface Study {
  /** The settings that all its models share, as a link's text. */
  readonly base: string;
  readonly points: readonly Point[];
  readonly unfinished: Unfinished | null;
}

/** The settings that all models of a study share, as a link's text. */
export const baseOf = ({ preset, config }: Pick<Link, "preset" | "config">): string =>
  formatLink(preset, { ...config, model: "lietransformer" });

export const emptyStudy = (base: string): Study => ({ base, points: [], unfinished: null });

/** Where the model in training is. */
export interface Progress {
  readonly model: Point["model"];
  readonly systems: number;
  readonly step: number;
  readonly steps: number;
}

/**
 * A study as JSON text. Arrays of numbers, which a snapshot consists of, are base64 of their bytes; errors that are no
 * numbers of JSON, of models that ran away, are their names.
 */
export function writeStudy(study: Study): string {
  return JSON.stringify(
    { format: 1, ...study },
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
const error = v.union([
  amount,
  v.pipe(
    v.nullable(v.picklist(["Infinity", "NaN"])),
    v.transform((name) => (name === "Infinity" ? Number.POSITIVE_INFINITY : Number.NaN)),
  ),
]);
/** The better the higher; of one that ran away, minus infinity or none. */
const score = v.union([
  v.number(),
  v.pipe(
    v.nullable(v.picklist(["-Infinity", "NaN"])),
    v.transform(() => Number.NEGATIVE_INFINITY),
  ),
]);
const checkpoint = v.object({ step: count, parameters: numbers, moments: numbers });
const subject = { model: v.picklist(models), systems: count };
const schema = v.object({
  format: v.literal(1),
  base: v.string(),
  points: v.array(v.object({ ...subject, error5: error, error100: error, steps: count, seconds: amount })),
  unfinished: v.nullable(
    v.object({
      ...subject,
      seconds: amount,
      snapshot: v.object({ last: checkpoint, best: v.nullable(v.object({ score, checkpoint })) }),
    }),
  ),
});

/** @throws Error that names what is wrong in a text that is no study */
export function readStudy(text: string): Study {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("this is no JSON");
  }
  const result = v.safeParse(schema, data);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`this is no study of data efficiency: ${v.getDotPath(issue) ?? "it"} has ${issue.received}`);
  }
  const { base, points, unfinished } = result.output;
  return { base, points, unfinished };
}
