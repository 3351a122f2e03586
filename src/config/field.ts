import * as v from "valibot";

/** One setting: everything the page, the link, the command line and the validation know about it. */
export interface Field {
  readonly label: string;
  readonly help: string;
  readonly section: "Task" | "Network" | "Training" | "View";
  readonly schema: v.GenericSchema<unknown>;
  /** Whether the setting means anything beside the others; always, where left out. */
  readonly applies?: (settings: Readonly<Record<string, unknown>>) => boolean;
  /** Choices of a select, or the range of a number. */
  readonly options?: readonly string[];
  /** Whether a choice means anything beside the other settings; all do, where left out. */
  readonly offers?: (option: string, settings: Readonly<Record<string, unknown>>) => boolean;
  readonly range?: { readonly min: number; readonly max: number; readonly step: number };
  /** Whether the ends of the range are one, as of angles. */
  readonly wraps?: boolean;
}

export type Meta = Pick<Field, "label" | "help" | "section" | "applies" | "offers" | "wraps">;

export function choice<const T extends readonly string[]>(meta: Meta, options: T) {
  return { ...meta, options, schema: v.picklist(options, `one of ${options.join(", ")}`) };
}

export function whole(meta: Meta, min: number, max: number) {
  const message = `a whole number from ${min} to ${max}`;
  const schema = v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
  return { ...meta, range: { min, max, step: 1 }, schema };
}

export function real(meta: Meta, min: number, max: number, step: number) {
  const message = `a number from ${min} to ${max}`;
  return {
    ...meta,
    range: { min, max, step },
    schema: v.pipe(v.number(message), v.minValue(min, message), v.maxValue(max, message)),
  };
}

/** Free text; what it may hold is checked beside the other settings. */
export function text(meta: Meta) {
  return { ...meta, schema: v.pipe(v.string("text"), v.maxLength(400, "at most 400 characters")) };
}

/** Types of the values of a table of fields. */
export type Values<Fields extends Record<string, Field>> = {
  [Name in keyof Fields]: v.InferOutput<Fields[Name]["schema"]>;
};

/** The number of its range that a number comes to: angles go round, others end where the range ends. */
export function nearestIn(
  { range: { min, max }, wraps }: Required<Pick<Field, "range">> & Field,
  value: number,
): number {
  const turned = wraps && (value < min || value > max) ? value - (max - min) * Math.round(value / (max - min)) : value;
  // Adding nothing makes -0, which no link knows, 0.
  return Math.min(max, Math.max(min, turned)) + 0;
}

/** As much of a text as a message can hold. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** Why a value does not fit its field, or null. */
export function problemWith(name: string, field: Field, value: unknown): string | null {
  const result = v.safeParse(field.schema, value);
  const told = shortened(String(value)) || "empty";
  return result.success ? null : `${name} must be ${result.issues[0].message}, not ${told}`;
}
