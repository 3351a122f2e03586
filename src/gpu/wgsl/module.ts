import { wholeNumber } from "./constants.ts";
import { closingOf, matchAt, type Token } from "./tokens.ts";

/** A storage buffer that a module binds: `@group(0) @binding(number) var<storage, access> name: type;`. */
export interface Binding {
  readonly number: number;
  readonly access: "read" | "read_write";
  readonly name: string;
  readonly type: string;
  /** Its tokens, from the first attribute to the semicolon. */
  readonly from: number;
  readonly to: number;
}

const BINDING = [
  "@",
  "group",
  "(",
  "0",
  ")",
  "@",
  "binding",
  "(",
  "*",
  ")",
  "var",
  "<",
  "storage",
  ",",
  "*",
  ">",
  "*",
  ":",
];

/** The bindings of a module, by their numbers. @throws Error for a binding of another form */
export function bindingsOf(tokens: readonly Token[]): Binding[] {
  const bindings: Binding[] = [];
  for (let from = 0; from < tokens.length; from++) {
    const found = matchAt(tokens, from, BINDING);
    if (!found) {
      if (!matchAt(tokens, from, ["@", "group"])) continue;
      throw new Error("Kernels bind @group(0) @binding(n) var<storage, read or read_write> alone.");
    }
    const [number, access, name] = found as [string, Binding["access"], string];
    const start = from + BINDING.length;
    const to = tokens.findIndex(({ text }, k) => k >= start && text === ";");
    const type = tokens.slice(start, to).map(({ text }) => text);
    bindings.push({ number: Number(number), access, name, type: type.join(""), from, to });
  }
  return bindings.sort((a, b) => a.number - b.number);
}

/** Numbers bindings without gaps, in the order of the numbers they have: a variant may leave some out. */
export function closeUpBindings(tokens: readonly Token[]): Token[] {
  const result = [...tokens];
  bindingsOf(tokens).forEach(({ from }, k) => {
    const place = from + BINDING.indexOf("*");
    result[place] = { ...(result[place] as Token), text: String(k) };
  });
  return result;
}

/** The entry point `main` of a module. */
export interface EntryPoint {
  readonly workgroup: readonly [number, number, number];
  /** Built-in values that it takes, in order. */
  readonly builtins: readonly string[];
  /** Its tokens from `@compute` up to `fn`. */
  readonly from: number;
  readonly to: number;
}

/** @throws Error if there is no compute entry point main, or its size is no whole numbers */
export function entryPointOf(tokens: readonly Token[]): EntryPoint {
  const from = tokens.findIndex((_, k) => matchAt(tokens, k, ["@", "compute", "@", "workgroup_size", "("]));
  if (from < 0) throw new Error("There is no compute entry point.");
  const sizeEnd = closingOf(tokens, from + 4);
  const to = sizeEnd + 1;
  if (!matchAt(tokens, to, ["fn", "main", "("])) throw new Error("The entry point is not called main.");
  const sizes = tokens.slice(from + 5, sizeEnd).filter(({ text }) => text !== ",");
  const [x = 1, y = 1, z = 1] = sizes.map(({ text }) => wholeNumber(tokens, text));
  const builtins: string[] = [];
  const parameters = closingOf(tokens, to + 2);
  for (let at = to; at < parameters; at++) {
    const found = matchAt(tokens, at, ["@", "builtin", "(", "*", ")"]);
    if (found) builtins.push(found[0] as string);
  }
  return { workgroup: [x, y, z], builtins, from, to };
}
