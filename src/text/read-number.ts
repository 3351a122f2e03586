const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Characters that keyboards, papers and word processors write for a minus sign. */
const MINUS = /[\u2010-\u2015\u2212\ufe63\uff0d]/g;

/**
 * The number that a text writes with decimal point and exponent, `-1.5`, `.001`, `1e-3`; NaN for anything else, also for
 * what JavaScript alone calls a number (nothing at all, hexadecimal, Infinity).
 */
export function readNumber(text: string): number {
  const plain = text.trim().replace(MINUS, "-");
  const value = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  // Adding nothing makes -0 what it looks like.
  return Number.isFinite(value) ? value + 0 : Number.NaN;
}

/** One comma in the place of a decimal point. */
const WITH_COMMA = /^([^.,]*),([^.,]*)$/;

/** What may as well be a thousand and more in groups of three: 1,000. */
const GROUPED = /^\D?[1-9]\d{0,2},\d{3}$/;

/** The text with a decimal point where it has a decimal comma; null where it has none, or where it may mean thousands. */
export function withDecimalPoint(text: string): string | null {
  const plain = text.trim();
  const pointed = plain.replace(WITH_COMMA, "$1.$2");
  return pointed !== plain && !GROUPED.test(plain) && !Number.isNaN(readNumber(pointed)) ? pointed : null;
}

/** The number that a person typed, with decimal point or comma, or why it is none. */
export function readTyped(text: string): number | string {
  const value = readNumber(withDecimalPoint(text) ?? text);
  if (!Number.isNaN(value)) return value;
  if (text.trim() === "") return "there is no number";
  return GROUPED.test(text.trim())
    ? `${text} may be ${text.replace(",", "")} or ${text.replace(",", ".")}: write it without the comma`
    : `${text} is not a number`;
}
