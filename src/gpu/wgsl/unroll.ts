import { wholeNumber } from "./constants.ts";
import { closingOf, isName, matchAt, type Token } from "./tokens.ts";

/** What asks for a loop to be written out. WGSL knows no such attribute: it is gone from what is compiled. */
export const UNROLL = "unroll";

const HEADER = ["@", UNROLL, "for", "(", "var", "*", "=", "0", ";", "*", "<", "*", ";", "*", "++", ")", "{"];

interface Loop {
  readonly counter: string;
  readonly bound: string;
}

/** @throws Error if the marker stands before anything but a loop from 0 up to one name or number */
function loopAt(tokens: readonly Token[], at: number): Loop | null {
  if (!matchAt(tokens, at, ["@", UNROLL])) return null;
  const [counter = "", compared, bound = "", counted] = matchAt(tokens, at, HEADER) ?? [];
  if (counter === "" || compared !== counter || counted !== counter) {
    const found = tokens.slice(at, at + HEADER.length).map(({ text }) => text);
    throw new Error(`@unroll wants for (var i = 0; i < CONSTANT; i++) { .. }, not ${found.join(" ")}`);
  }
  return { counter, bound };
}

/** @throws Error for a body whose copies would not do what the loop does */
function requireCopyable(body: readonly Token[], counter: string): void {
  body.forEach(({ text }, at) => {
    if (text === "break" || text === "continue") throw new Error(`${text} in a loop marked @unroll.`);
    if (["let", "var", "const"].includes(text) && body[at + 1]?.text === counter) {
      throw new Error(`${counter} is declared again in the loop marked @unroll that counts with it.`);
    }
  });
}

/**
 * Writes out every loop `@unroll for (var i = 0; i < CONSTANT; i++) { .. }`, the counter a literal. Arrays that are then
 * indexed by literals live in registers: real drivers unroll such loops themselves, but software adapters do not, and pay an
 * address calculation with bounds checks for every access (measured: 3 to 8 times the whole attention kernel on SwiftShader).
 * @throws Error if a marked loop has another form, its body leaves it or declares its counter again, or its bound is no whole
 *   number that the module declares
 */
export function unrollLoops(code: readonly Token[]): Token[] {
  const expand = (tokens: readonly Token[]): Token[] => {
    const result: Token[] = [];
    for (let at = 0; at < tokens.length; at++) {
      const loop = loopAt(tokens, at);
      if (!loop) {
        result.push(tokens[at] as Token);
        continue;
      }
      const open = at + HEADER.length - 1;
      const end = closingOf(tokens, open);
      const count = wholeNumber(code, loop.bound);
      const plain = tokens.slice(open + 1, end);
      requireCopyable(plain, loop.counter);
      const body = expand(plain);
      const { before } = tokens[at] as Token;
      for (let k = 0; k < count; k++) {
        const copy = body.map((token, place) =>
          token.text === loop.counter && isName(body, place) ? { ...token, text: String(k) } : token,
        );
        result.push({ before, text: "{" }, ...copy, tokens[end] as Token);
      }
      at = end;
    }
    return result;
  };
  return expand(code);
}
