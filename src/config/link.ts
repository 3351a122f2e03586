import { readNumber, withDecimalPoint } from "../text/read-number.ts";
import { conflictsIn } from "./comparison.ts";
import { type Field, nearestIn, problemWith, shortened } from "./field.ts";
import { linkText, pairsIn, wordIn } from "./link-text.ts";
import { didYouMean } from "./meant.ts";
import { isPage, pageNames } from "./page.ts";
import { defaultPreset, presets } from "./presets.ts";
import { type Config, fieldNames, fields, fixInWords } from "./schema.ts";
import { fits, parseStarts } from "./starts.ts";
import { defaultView, type View, viewFields } from "./view.ts";

export interface Link {
  readonly preset: string;
  readonly config: Config;
  readonly view: View;
  /** What was wrong in the text, in words; the rest was applied. */
  readonly problems: readonly string[];
}

/** Format of the text; raised when an old link would be read differently. */
const VERSION = 1;

const allFields: Readonly<Record<string, Field>> = { ...fields, ...viewFields };

/** Keys of a link, and how the page calls them. */
const named = [
  ...Object.entries(allFields).map(([name, { label }]) => ({ name, label })),
  { name: "preset", label: "Preset" },
  { name: "page", label: "Page" },
];

/** A field's value from its text: a number where the field takes one and the text is one, else the text. Angles go round. */
function valueIn(field: Field, text: string): unknown {
  const { range, wraps } = field;
  const number = range ? readNumber(text) : Number.NaN;
  if (Number.isNaN(number)) return text;
  return range && wraps && Number.isFinite(number) ? nearestIn({ ...field, range }, number) : number;
}

/** Why a text is no value of its field, and what was perhaps meant; or null. */
function problemIn(key: string, field: Field, text: string): string | null {
  const problem = problemWith(key, field, valueIn(field, text));
  if (problem && field.options)
    return (
      problem +
      didYouMean(
        text,
        field.options.map((name) => ({ name })),
      )
    );
  const meant = problem && field.range && withDecimalPoint(text);
  return meant ? `${problem} (with a decimal point, ${meant})` : problem;
}

/**
 * Reads the text of a link's hash, `preset=quick&group=T2&seed=3`; a bare word is a preset. Anything unknown or out
 * of range is named and replaced by the preset's value; never throws.
 */
export function parseLink(text: string): Link {
  const word = wordIn(text);
  const pairs = word === null ? pairsIn(text) : [[isPage(word) ? "page" : "preset", word] as const];
  const problems: string[] = [];
  const asked = new Map(pairs).get("preset") ?? defaultPreset;
  const preset = Object.hasOwn(presets, asked) ? asked : defaultPreset;
  if (preset !== asked)
    problems.push(
      `there is no preset ${shortened(asked)}${didYouMean(
        asked,
        Object.keys(presets).map((name) => ({ name })),
      )} (there are ${Object.keys(presets).join(", ")}): using ${preset}`,
    );
  const base = presets[preset]?.config as Config;
  const standard: Record<string, unknown> = { ...base, ...defaultView };
  const values = { ...standard };
  const given = pairs.map(([key]) => key);
  for (const key of new Set(given.filter((key, k) => given.indexOf(key) !== k)))
    problems.push(`${shortened(key)} stands in it more than once: the last that can be read counts`);
  for (const [key, value] of pairs) {
    if (key === "preset") continue;
    if (key === "page") {
      if (!isPage(value)) problems.push(`there is no page ${shortened(value)} (there are ${pageNames.join(", ")})`);
      continue;
    }
    const field = Object.hasOwn(allFields, key) ? allFields[key] : undefined;
    if (key === "v") {
      if (value !== String(VERSION))
        problems.push(`the link has version ${shortened(value)}, this page reads ${VERSION}`);
    } else if (field) {
      const problem = problemIn(key, field, value);
      if (problem) problems.push(`${problem}: using ${values[key]}`);
      else values[key] = valueIn(field, value);
    } else problems.push(`there is no setting ${shortened(key) || "without a name"}${didYouMean(key, named)}`);
  }
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, values[name]]));
  let config = pick(fieldNames) as Config;
  // A fix may uncover the next conflict; none brings an earlier one back.
  for (let conflict = conflictsIn(config)[0]; conflict; conflict = conflictsIn(config)[0]) {
    problems.push(`${conflict.reason}: using ${fixInWords(conflict)}`);
    config = { ...config, ...conflict.fix };
  }
  const view = pick(Object.keys(viewFields)) as View;
  const { task, particles, dimension } = config;
  const stray = task === "particles" && parseStarts(view.starts).find((start) => !fits(start, particles, dimension));
  if (stray) {
    const where = `particle ${stray.particle} at ${stray.at.join(", ")}`;
    problems.push(`starts puts ${where}, but there are ${particles} particles in ${dimension} dimensions: left out`);
  }
  return { preset, config, view, problems };
}

/** What a config changes of its preset, as a link writes it: `group=T2`. */
export const changesIn = (preset: string, config: Config): string[] =>
  fieldNames.filter((name) => config[name] !== presets[preset]?.config[name]).map((name) => `${name}=${config[name]}`);

/** The shortest text that `parseLink` reads back: only what differs from the preset and the opening view. */
export function formatLink(preset: string, config: Config, view: View = defaultView): string {
  const standard: Record<string, unknown> = { ...presets[preset]?.config, ...defaultView };
  const changed = Object.entries({ ...config, ...view })
    .filter(([name, value]) => value !== standard[name])
    .map(([name, value]) => [name, String(value)] as const);
  return linkText([["v", String(VERSION)], ["preset", preset], ...changed]);
}
