import { readNumber } from "../text/read-number.ts";
import { type Field, problemWith } from "./field.ts";
import { type Config, type Conflict, fields, namesUnder, ownConflicts } from "./schema.ts";
import { traitsOf } from "./tasks.ts";

/** What trains beside a config at most. */
const MOST = 3;

/** Settings whose values hold commas and semicolons, which part the list. */
const UNWRITTEN: ReadonlySet<string> = new Set(["compare", "generators", "box"]);

/** Settings that entrants may differ in: all others decide what they learn from, and they learn from the same. */
const own: ReadonlySet<string> = new Set([
  ...namesUnder("Network").filter((name) => !UNWRITTEN.has(name)),
  "features",
  "rate",
  "schedule",
  "beta1",
  "beta2",
]);

/** Why a config's comparison cannot be. */
class ComparisonError extends Error {
  override readonly name = "ComparisonError";
}

function changeIn(pair: string): [name: string, value: unknown] {
  const [name = "", ...rest] = pair.split(":");
  const text = rest.join(":").trim();
  const key = name.trim();
  if (!own.has(key)) throw new ComparisonError(`compare: ${key || "nothing"} is no setting that may differ`);
  const field: Field = fields[key as keyof typeof fields];
  const value = field.range ? readNumber(text) : text;
  const problem = problemWith(key, field, value);
  if (problem) throw new ComparisonError(`compare: ${problem}`);
  return [key, value];
}

/** Changes that a part of the text stands for: `hfc`, or `group:T2,layers:2`. */
function changesIn(part: string, config: Config): Partial<Config> {
  const text = part.trim();
  const changes = text.includes(":") ? Object.fromEntries(text.split(",").map(changeIn)) : { model: text };
  const other = { ...config, ...changes };
  if (!traitsOf(config).models.includes(other.model))
    throw new ComparisonError(
      `compare: ${other.model || "nothing"} does not learn ${config.task} (${traitsOf(config).models.join(", ")} do)`,
    );
  const [conflict] = ownConflicts(other);
  if (conflict) throw new ComparisonError(`compare: with ${text}, ${conflict.reason}`);
  return changes;
}

/**
 * What each of those that train beside a config changes of it; null for whatever is usual.
 * @throws ComparisonError
 */
export function comparedWith(config: Config): readonly Partial<Config>[] | null {
  const { compare } = config;
  if (compare === "") return null;
  if (compare === "none") return [];
  const parts = compare.split(";").filter((part) => part.trim() !== "");
  if (parts.length > MOST) throw new ComparisonError(`compare: ${parts.length} are too many, ${MOST} is the most`);
  return parts.map((part) => changesIn(part, config));
}

/** Parts of a config's comparison, one for each that trains beside it. @param usual those that do where it does not say */
export function partsOf({ compare }: Config, usual: readonly string[]): readonly string[] {
  if (compare === "none") return [];
  return compare === "" ? usual : compare.split(";").filter((part) => part.trim() !== "");
}

/** How a comparison writes what another config changes, of the settings that may differ. */
export function partFor(config: Config, other: Config): string {
  const changed = [...own].filter((name) => other[name as keyof Config] !== config[name as keyof Config]);
  if (changed.join() === "model" || changed.length === 0) return other.model;
  return changed.map((name) => `${name}:${other[name as keyof Config]}`).join(",");
}

/** Parts as a comparison's text. */
export const compareText = (parts: readonly string[]): string => (parts.length === 0 ? "none" : parts.join(";"));

/** Whether others may train beside what does already. */
export const hasRoom = (parts: readonly string[]): boolean => parts.length < MOST;

/** Settings that do not go together: a config's own, then what is compared with it. */
export function conflictsIn(config: Config): Conflict[] {
  const conflicts = ownConflicts(config);
  if (conflicts.length > 0) return conflicts;
  try {
    comparedWith(config);
    return [];
  } catch (error) {
    if (error instanceof ComparisonError) return [{ reason: error.message, fix: { compare: "" } }];
    throw error;
  }
}
