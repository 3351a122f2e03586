import { closest, distance } from "fastest-levenshtein";

/** A name, and what people call the thing besides. */
interface Named {
  readonly name: string;
  readonly label?: string;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]+/g, "");
const initials = (label: string): string => plain(label.replaceAll(/(\w)\w*\s*/g, "$1"));

/** The name that a text was perhaps meant for: the same but for case, a label or its initials, or a few letters off. */
function meant(text: string, names: readonly Named[]): string | null {
  const wanted = plain(text);
  if (wanted === "" || wanted.length > 40 || names.length === 0) return null;
  const called = names.find(
    ({ name, label = "" }) => [name, label].some((own) => plain(own) === wanted) || initials(label) === wanted,
  );
  if (called) return called.name;
  const nearest = closest(
    wanted,
    names.map(({ name }) => plain(name)),
  );
  // A third of the letters may be wrong; of two, none.
  if (distance(wanted, nearest) > (wanted.length < 3 ? 0 : Math.ceil(wanted.length / 3))) return null;
  return names.find(({ name }) => plain(name) === nearest)?.name ?? null;
}

/** What to add to a message about a text that is none of some names. */
export function didYouMean(text: string, names: readonly Named[]): string {
  const name = meant(text, names);
  return name === null ? "" : ` (did you mean ${name}?)`;
}
