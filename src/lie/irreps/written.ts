import type { PolynomialArithmetic } from "./harmonics.ts";

/** A number that is known, or the name or text of one that is not. */
export type Written = number | string;

/** Arithmetic that writes WGSL: every result that is not known becomes a `let` of a function's body. */
export class Body implements PolynomialArithmetic<Written> {
  readonly #lines: { readonly name: string; readonly text: string }[] = [];
  readonly #known = new Map<string, string>();

  constant = (value: number): Written => value;
  add = (x: Written, y: Written): Written => {
    if (typeof x === "number" && typeof y === "number") return x + y;
    if (x === 0) return y;
    return y === 0 ? x : this.#named(`${this.#text(x)} + ${this.#text(y)}`);
  };
  subtract = (x: Written, y: Written): Written => {
    if (typeof x === "number" && typeof y === "number") return x - y;
    return y === 0 ? x : this.#named(`${this.#text(x)} - ${this.#text(y)}`);
  };
  multiply = (x: Written, y: Written): Written => {
    if (typeof x === "number" && typeof y === "number") return x * y;
    if (x === 0 || y === 0) return 0;
    if (x === 1) return y;
    return y === 1 ? x : this.#named(`${this.#text(x)} * ${this.#text(y)}`);
  };

  #text = (x: Written): string => (typeof x === "string" ? x : `f32(${Math.fround(x)})`);
  #whole = (x: Written): string => (typeof x === "string" ? x : `Lanes(f32(${Math.fround(x)}))`);

  #named(text: string): string {
    const before = this.#known.get(text);
    if (before) return before;
    const name = `v${this.#lines.length}`;
    this.#lines.push({ name, text });
    this.#known.set(text, name);
    return name;
  }

  /** A block that returns a constructed value of some numbers; what they do not need is left out. */
  returning(type: string, values: readonly Written[]): string {
    const result = `${type}(${values.map(this.#whole).join(", ")})`;
    const needed = new Set(result.match(/v\d+/g));
    const kept = [...this.#lines].reverse().filter(({ name, text }) => {
      if (!needed.has(name)) return false;
      for (const used of text.match(/v\d+/g) ?? []) needed.add(used);
      return true;
    });
    return `{ ${kept
      .reverse()
      .map(({ name, text }) => `let ${name} = ${text};`)
      .join(" ")} return ${result}; }`;
  }
}
