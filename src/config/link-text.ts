/**
 * The text of a link as people send it around: from a hash to pairs of key and value, and back. Chats, mails and editors
 * encode a link once more, write `&amp;` for `&`, or leave the sentence's punctuation at its end.
 */

type Pair = readonly [key: string, value: string];

/** Percent codes as what they stand for; those that stand for nothing stay as they are. */
function decoded(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
    try {
      return decodeURIComponent(codes);
    } catch {
      return codes;
    }
  });
}

/** How often a link may have been encoded as a whole. */
const MOST_ENCODINGS = 4;

/** A link that was encoded as a whole, so that no pair is in sight, as it was before. */
function unwrapped(text: string): string {
  let open = text;
  for (let k = 0; k < MOST_ENCODINGS && !open.includes("=") && open.includes("%"); k++) open = decoded(open);
  return open;
}

/** From a whole address what follows its hash sign. */
const hashOf = (text: string): string =>
  text.replace(/^(?:[\s<"'“«`(]|%22|%3C|%C2%AB|%E2%80%9C)*(\w+:\/\/[^#]*)?#*/i, "");

/** What may stand behind a link in a sentence, as it is or as browsers encode it: space, quotation marks, brackets. */
const MARKS = String.raw`[)\]}>.:!?'"/\\»”’\x60]|%2[02]|%3[CE]|%60|%C2%BB|%E2%80%9[9D]`;
const PUNCTUATION = new RegExp(`(${MARKS}|[,;])+$`, "i");
const LIST_PUNCTUATION = new RegExp(`(${MARKS})+$`, "i");

/** Without a sentence's punctuation; commas and semicolons belong to a list that has more of them. */
function withoutPunctuation(text: string): string {
  const bare = text.replace(PUNCTUATION, "");
  return /[,;]/.test(bare) ? text.replace(LIST_PUNCTUATION, "") : bare;
}

/** What a hash holds, from whatever it was wrapped in. */
const textIn = (hash: string): string => hashOf(unwrapped(hashOf(hash.trim()))).trim();

/** The only word in a hash, such as `bench` in `#bench`; null where it holds pairs, or nothing. */
export function wordIn(hash: string): string | null {
  const word = withoutPunctuation(textIn(hash));
  return /^[\w-]+$/.test(word) ? word : null;
}

/** Pairs of a link's text, in their order. What has no equals sign has an empty value. */
export function pairsIn(hash: string): Pair[] {
  const parts = textIn(hash)
    .replace(/&(amp;)+/gi, "&")
    .split("&");
  return [...parts.slice(0, -1), withoutPunctuation(parts.at(-1) ?? "")]
    .filter((part) => part !== "")
    .map((part): Pair => {
      const [key = "", ...rest] = part.split("=");
      return [decoded(key).trim(), decoded(rest.join("=").trim())];
    });
}

/** Pairs as `pairsIn` reads them back, as plain as can be. */
export function linkText(pairs: readonly Pair[]): string {
  const encoded = (value: string) => encodeURIComponent(value.toWellFormed()).replace(/%(2C|2F|3A|3B)/g, decoded);
  const parts = pairs.map(([key, value]) => `${key}=${encoded(value)}`);
  const last = parts.at(-1) ?? "";
  // What stands at the end of the last value would be taken for the sentence's, were there no empty pair after it.
  return (withoutPunctuation(last) === last ? parts : [...parts, ""]).join("&");
}
