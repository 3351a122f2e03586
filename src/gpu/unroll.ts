/** A loop to unroll, as the linker prints it: counted from a signed zero up to a constant. */
const LOOP = /for \(var (\w+) = 0; \1 < (\w+); \1\+\+\) \{/;

/** The whole number that a literal or a module constant stands for. @throws Error if it is none */
export function constantOf(code: string, name: string): number {
  if (/^\d+u?$/.test(name)) return Number.parseInt(name, 10);
  const expression = new RegExp(`^const ${name} = (.+);`, "m").exec(code)?.[1];
  if (!expression) throw new Error(`A loop runs to ${name}, which is no constant of the module.`);
  const tokens = expression.match(/\w+|[-+*/%()]/g) ?? [];
  const operand = (): number => {
    const token = tokens.shift() ?? "";
    if (token !== "(") return constantOf(code, token);
    const value = sum();
    tokens.shift();
    return value;
  };
  const product = (): number => {
    let value = operand();
    while (/^[*/%]$/.test(tokens[0] ?? "")) {
      const operator = tokens.shift();
      const next = operand();
      value = operator === "*" ? value * next : operator === "/" ? Math.trunc(value / next) : value % next;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (/^[-+]$/.test(tokens[0] ?? "")) value += tokens.shift() === "+" ? product() : -product();
    return value;
  };
  return sum();
}

function bodyEnd(code: string, start: number): number {
  let depth = 1;
  for (let at = start; at < code.length; at++) {
    if (code[at] === "{") depth++;
    else if (code[at] === "}" && --depth === 0) return at;
  }
  throw new Error("A loop is not closed.");
}

/**
 * Unrolls every loop `for (var i = 0; i < NAME; i++)` over a module constant; loops over data count with `0u` and stay.
 * Arrays that are then indexed by literals live in registers: real drivers unroll such loops themselves, but software
 * adapters do not, and pay an address calculation with bounds checks for every access (measured: 3 to 8 times the
 * whole attention kernel on SwiftShader).
 * @throws Error if the bound is not declared as a whole number
 */
export function unrollLoops(code: string): string {
  const match = LOOP.exec(code);
  if (!match) return code;
  const [header, name, bound] = match as unknown as [string, string, string];
  const count = constantOf(code, bound);
  const start = match.index + header.length;
  const end = bodyEnd(code, start);
  const body = code.slice(start, end);
  const counter = new RegExp(`(?<![.\\w])${name}(?!\\w)`, "g");
  const copies = Array.from({ length: count }, (_, k) => `{${body.replace(counter, String(k))}}`);
  return unrollLoops(code.slice(0, match.index) + copies.join("\n") + code.slice(end + 1));
}
