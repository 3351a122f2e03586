import { defaultPreset, presets } from "./presets.ts";
import { type Config, conflictsIn, type FieldName, fieldNames, fields, problemWith } from "./schema.ts";

/** The view a link restores: how the input is moved (radians, normalised units). */
export interface View {
  readonly angle: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly cloud: number;
}

export const defaultView: View = { angle: 0.6, shiftX: 0, shiftY: 0, cloud: 0 };

export interface Link {
  readonly preset: string;
  readonly config: Config;
  readonly view: View;
  /** What was wrong in the text, in words; the rest was applied. */
  readonly problems: readonly string[];
}

/** Format of the text; raised when an old link would be read differently. */
const VERSION = 1;

const viewKeys: Record<string, keyof View> = { angle: "angle", x: "shiftX", y: "shiftY", cloud: "cloud" };

/**
 * Reads the text of a link's hash, `preset=quick&group=T2&seed=3`; a bare word is a preset. Anything unknown or out
 * of range is named and replaced by the preset's value; never throws.
 */
export function parseLink(text: string): Link {
  const trimmed = text.trim().replace(/^#/, "");
  const parameters = new URLSearchParams(/^[\w-]+$/.test(trimmed) ? `preset=${trimmed}` : trimmed);
  const problems: string[] = [];
  const asked = parameters.get("preset") ?? defaultPreset;
  const preset = Object.hasOwn(presets, asked) ? asked : defaultPreset;
  if (preset !== asked) problems.push(`there is no preset ${asked} (there are ${Object.keys(presets).join(", ")}): using ${preset}`);
  const base = presets[preset]?.config as Config;
  const config: Record<string, unknown> = { ...base };
  const view = { ...defaultView };
  for (const [key, value] of parameters) {
    if (key === "preset") continue;
    if (key === "v") {
      if (value !== String(VERSION)) problems.push(`the link has version ${value}, this page reads ${VERSION}`);
    } else if (Object.hasOwn(fields, key)) {
      const name = key as FieldName;
      const typed = typeof base[name] === "number" && value.trim() !== "" ? Number(value) : value;
      const problem = problemWith(name, typed);
      if (problem) problems.push(`${problem}: using ${base[name]}`);
      else config[name] = typed;
    } else if (Object.hasOwn(viewKeys, key)) {
      const number = Number(value);
      const valid = Number.isFinite(number) && Math.abs(number) <= 100 && (key !== "cloud" || (Number.isInteger(number) && number >= 0));
      if (value !== "" && valid) view[viewKeys[key] as keyof View] = number;
      else problems.push(`${key} must be a ${key === "cloud" ? "whole number from 0" : "number"} to 100, not ${value}`);
    } else problems.push(`there is no setting ${key}`);
  }
  const valid = config as Config;
  const conflicts = conflictsIn(valid);
  if (conflicts.length > 0) {
    problems.push(...conflicts.map((conflict) => `${conflict}; the preset's network is used instead`));
    for (const name of ["model", "group", "samples", "width", "heads", "features", "normalise"] as const) {
      (config as Record<string, unknown>)[name] = base[name];
    }
  }
  return { preset, config: valid, view, problems };
}

/** The shortest text that `parseLink` reads back: only what differs from the preset. */
export function formatLink(preset: string, config: Config, view: View = defaultView): string {
  const base = presets[preset]?.config as Config;
  const parts = [`v=${VERSION}`, `preset=${preset}`];
  for (const name of fieldNames) if (config[name] !== base[name]) parts.push(`${name}=${config[name]}`);
  for (const [key, name] of Object.entries(viewKeys)) {
    if (view[name] !== defaultView[name]) parts.push(`${key}=${Number(view[name].toFixed(3))}`);
  }
  return parts.join("&");
}
