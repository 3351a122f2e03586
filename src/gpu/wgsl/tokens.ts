import { WeslStream } from "wesl";

/** A word, number or symbol of WGSL, and the blanks and comments before it. */
export interface Token {
  readonly text: string;
  readonly before: string;
}

/** The tokens of a module. Blanks after the last are dropped. @throws ParseError for what is no token of WGSL */
export function tokensOf(code: string): Token[] {
  const stream = new WeslStream(code, false);
  const tokens: Token[] = [];
  let end = 0;
  for (let token = stream.nextToken(); token; token = stream.nextToken()) {
    tokens.push({ text: token.text, before: code.slice(end, token.start) });
    end = token.end;
  }
  return tokens;
}

export const textOf = (tokens: readonly Token[]): string => tokens.map(({ before, text }) => before + text).join("");

const WORD = /^[\p{XID_Start}_]/u;

/** Whether a token is a name that stands for itself: no member of something, no attribute. */
export const isName = (tokens: readonly Token[], at: number): boolean =>
  WORD.test(tokens[at]?.text ?? "") && ![".", "@"].includes(tokens[at - 1]?.text ?? "");

/**
 * Compares the tokens from a place on with a pattern of texts, where `*` is any one token.
 * @returns what stands for the `*`, or null where the pattern does not fit
 */
export function matchAt(tokens: readonly Token[], at: number, pattern: readonly string[]): string[] | null {
  const found: string[] = [];
  for (const [k, wanted] of pattern.entries()) {
    const text = tokens[at + k]?.text;
    if (text === undefined || (wanted !== "*" && wanted !== text)) return null;
    if (wanted === "*") found.push(text);
  }
  return found;
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "(": ")" };

/** Where the bracket at a place is closed. @throws Error if it is not */
export function closingOf(tokens: readonly Token[], open: number): number {
  const bracket = tokens[open]?.text as string;
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const text = tokens[at]?.text;
    if (text === bracket) depth++;
    else if (text === CLOSING[bracket] && --depth === 0) return at;
  }
  throw new Error(`A ${bracket} is not closed.`);
}
