import * as v from "valibot";

/** Values of all settings, whatever they are. */
export type Settings = Readonly<Record<string, unknown>>;

/** One setting: everything the page, the link, the command line and the validation know about it. */
export interface Field<Value = unknown> {
  readonly label: string;
  readonly help: string;
  readonly schema: v.GenericSchema<Value>;
  /** The value where nothing says otherwise. */
  readonly standard: Value;
  /** Whether the setting means anything beside the others of its section; always, where left out. */
  readonly applies?: (settings: Settings) => boolean;
  /** Choices of a select, or the range of a number. */
  readonly options?: readonly string[];
  /** Whether a choice means anything beside the other settings; all do, where left out. */
  readonly offers?: (option: string, settings: Settings) => boolean;
  readonly range?: { readonly min: number; readonly max: number; readonly step: number };
  /** Whether the ends of the range are one, as of angles. */
  readonly wraps?: boolean;
}

type Meta = Pick<Field, "applies" | "offers" | "wraps">;

/** What a person reads beside a setting. */
type Words = readonly [label: string, help: string];

export function choice<const T extends readonly string[]>(
  [label, help]: Words,
  options: T,
  standard: T[number],
  meta: Meta = {},
) {
  const schema = v.picklist(options, `one of ${options.join(", ")}`);
  return { ...meta, label, help, options, standard, schema };
}

export function whole([label, help]: Words, min: number, max: number, standard: number, meta: Meta = {}) {
  const message = `a whole number from ${min} to ${max}`;
  const schema = v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
  return { ...meta, label, help, range: { min, max, step: 1 }, standard, schema };
}

export function real([label, help]: Words, min: number, max: number, step: number, standard: number, meta: Meta = {}) {
  const message = `a number from ${min} to ${max}`;
  const schema = v.pipe(v.number(message), v.minValue(min, message), v.maxValue(max, message));
  return { ...meta, label, help, range: { min, max, step }, standard, schema };
}

const string = v.pipe(v.string("text"), v.maxLength(400, "at most 400 characters"));

/** Free text; where it must be of some form, `form` says which, and the rest is checked beside the other settings. */
export function text([label, help]: Words, standard: string, form: v.GenericSchema<string> = string, meta: Meta = {}) {
  return { ...meta, label, help, standard, schema: form };
}

/** Types of the values of a table of fields. */
export type Values<Fields extends Readonly<Record<string, Field>>> = {
  [Name in keyof Fields]: v.InferOutput<Fields[Name]["schema"]>;
};

/** The values of a table of fields where nothing says otherwise. */
export const standardsOf = <Fields extends Readonly<Record<string, Field>>>(fields: Fields): Values<Fields> =>
  Object.fromEntries(Object.entries(fields).map(([name, { standard }]) => [name, standard])) as Values<Fields>;
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
