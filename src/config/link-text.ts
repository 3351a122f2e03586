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
const hashOf = (text: string): string => text.replace(/^(\w+:\/\/[^#]*)?#+/, "");

/** Without what stands behind it in a sentence; commas and semicolons belong to a list that has more of them. */
const withoutPunctuation = (text: string): string => {
  const bare = text.replace(/[)\]}>.,;:!?'"/\\»”’]+$/, "");
  return /[,;]/.test(bare) ? text.replace(/[)\]}>.!?'"/\\»”’]+$/, "") : bare;
};

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
  return parts.flatMap((part, k): Pair[] => {
    if (part === "") return [];
    const [key = "", ...rest] = (k === parts.length - 1 ? withoutPunctuation(part) : part).split("=");
    return [[decoded(key).trim(), decoded(rest.join("=").trim())]];
  });
}

/** A value as `pairsIn` reads it back, as plain as can be. */
export function encodedValue(value: string): string {
  const text = encodeURIComponent(value.toWellFormed()).replace(/%(2C|3A|3B)/g, decoded);
  // A punctuation mark at the end would be taken for the sentence's.
  return text.replace(/[^\w%]$/, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
