import { closingOf, matchAt, type Token } from "./tokens.ts";

const WHOLE = /^\d+[ui]?$/;

/** The tokens of a module constant's value, up to the semicolon. */
function valueTokens(tokens: readonly Token[], name: string): Token[] | null {
  let at = 0;
  while (at < tokens.length && !matchAt(tokens, at, ["const", name])) {
    // What a function declares is its own.
    at = tokens[at]?.text === "{" ? closingOf(tokens, at) + 1 : at + 1;
  }
  if (at === tokens.length) return null;
  const start = tokens.findIndex(({ text }, k) => k > at && text === "=") + 1;
  return tokens.slice(
    start,
    tokens.findIndex(({ text }, k) => k > start && text === ";"),
  );
}

/**
 * The whole number that a literal or a constant of the module stands for: sums, products, quotients and remainders of such.
 * @throws Error if it is none
 */
export function wholeNumber(tokens: readonly Token[], name: string): number {
  if (WHOLE.test(name)) return Number.parseInt(name, 10);
  const rest = valueTokens(tokens, name)?.map(({ text }) => text);
  if (!rest) throw new Error(`${name} is no whole number and no constant of the module.`);
  const operand = (): number => {
    const text = rest.shift() ?? "";
    if (text !== "(") return wholeNumber(tokens, text);
    const value = sum();
    if (rest.shift() !== ")") throw new Error(`The constant ${name} is no plain arithmetic.`);
    return value;
  };
  const product = (): number => {
    let value = operand();
    while (["*", "/", "%"].includes(rest[0] ?? "")) {
      const operator = rest.shift();
      const next = operand();
      value = operator === "*" ? value * next : operator === "/" ? Math.trunc(value / next) : value % next;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (["+", "-"].includes(rest[0] ?? "")) value += rest.shift() === "+" ? product() : -product();
    return value;
  };
  const value = sum();
  if (rest.length > 0) throw new Error(`The constant ${name} is no plain arithmetic.`);
  return value;
}
