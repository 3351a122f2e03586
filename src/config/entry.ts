import { readTyped } from "../text/read-number.ts";
import { type Field, nearestIn, problemWith } from "./field.ts";

/** A field that takes a number. */
export type NumericField = Field & Required<Pick<Field, "range">>;

/** What an entered text comes to: a value and what is to be said of it, or why it is none. */
export type Ending = { readonly value: number; readonly note: string } | { readonly refusal: string };

/** The number that a text writes already while it is being typed, where its field takes it; null on the way there. */
export function typedValue(text: string, field: NumericField): number | null {
  const typed = readTyped(text);
  return typeof typed === "number" && problemWith(field.label, field, typed) === null ? typed : null;
}

/** Beyond so many turns a number is no angle that anyone means. */
const MOST_TURNS = 100;

/** Angles go round, other numbers end where their range ends, and it is said. */
export function endOfEntry(text: string, field: NumericField): Ending {
  const typed = readTyped(text);
  if (typeof typed === "string") return { refusal: `Not taken: ${typed}.` };
  const { min, max } = field.range;
  const wraps = field.wraps === true && Math.abs(typed) <= MOST_TURNS * (max - min);
  const value = nearestIn({ ...field, wraps }, typed);
  const problem = problemWith(field.label, field, value);
  if (problem) return { refusal: `${problem}.` };
  if (value === typed) return { value, note: "" };
  return {
    value,
    note: wraps
      ? `${text.trim()} is the same angle as ${value}.`
      : `${value} is the ${value === max ? "most" : "least"} there is.`,
  };
}
