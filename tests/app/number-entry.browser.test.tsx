import { act, useState } from "react";
import { createRoot } from "react-dom/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ExactSlider } from "../../src/app/panels/exact-slider.tsx";
import { real, standardsOf, whole } from "../../src/config/field.ts";
import { RandomStream } from "../../src/random/random-stream.ts";

const words = ["Number", ""] as const;
const fields = {
  angle: real(words, -180, 180, 1, 50, { wraps: true }),
  shift: real(words, -1.5, 1.5, 0.01, 0.35),
  rate: real(words, 1e-6, 0.1, 1e-5, 0.003),
  count: whole(words, 5, 500, 100),
};
const START = standardsOf(fields);
type Name = keyof typeof fields;

const host = document.createElement("div");
const root = createRoot(host);
/** The value, and every one that was applied since the last start. */
let current = 0;
let applied: number[] = [];

function Harness({ name }: { name: Name }) {
  const [value, setValue] = useState<number>(START[name]);
  current = value;
  const apply = (next: number) => {
    applied.push(next);
    setValue(next);
  };
  return <ExactSlider field={fields[name]} value={value} onChange={apply} />;
}

let key = 0;
const box = () => host.querySelector("input[role=spinbutton]") as HTMLInputElement;

/** A field, fresh where it is wanted, with the cursor in it and everything selected. */
function start(name: Name, fresh = true): void {
  if (fresh) act(() => root.render(<Harness key={key++} name={name} />));
  applied = [];
  box().focus();
  box().select();
}

/** One key as the browser takes it: editing is the browser's own. */
function press(name: string): void {
  act(() => {
    const target = box();
    const taken = !target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
    if (taken) return;
    if (name === "Backspace") document.execCommand("delete");
    else if (name === "Home") target.setSelectionRange(0, 0);
    else if (name === "Tab") target.blur();
    else if (name.length === 1) document.execCommand("insertText", false, name);
  });
}

function type(text: string): void {
  let typed = "";
  for (const letter of text) {
    press(letter);
    typed += letter;
    // What is typed stays as typed.
    expect(box().value).toBe(typed);
  }
}

beforeAll(() => {
  document.body.append(host);
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
});
beforeEach(() => window.focus());
afterAll(() => {
  act(() => root.unmount());
  host.remove();
});

describe("a number typed key by key", () => {
  test.each<[Name, string, number]>([
    ["rate", "0.001", 0.001],
    ["rate", "0.002", 0.002],
    ["rate", ".001", 0.001],
    ["rate", "1e-3", 0.001],
    ["rate", "0,005", 0.005],
    ["shift", "-0.25", -0.25],
    ["shift", "\u22121", -1],
    ["angle", "-45", -45],
    ["angle", "12.5", 12.5],
    ["count", "40", 40],
  ])("in %s: %s", (name, text, value) => {
    for (const end of ["Enter", "Tab"]) {
      start(name);
      type(text);
      press(end);
      expect(applied.at(-1)).toBe(value);
      expect(box().value).toBe(String(value));
      expect(host.textContent).not.toContain("Not taken");
    }
  });

  test.each<[Name, string, number, string]>([
    ["angle", "504", 144, "504 is the same angle as 144"],
    ["shift", "7", 1.5, "1.5 is the most there is"],
    ["count", "2", 5, "5 is the least there is"],
  ])("in %s ends inside the range, and it is said: %s", (name, text, value, words) => {
    start(name);
    type(text);
    press("Enter");
    expect(applied.at(-1)).toBe(value);
    expect(host.textContent).toContain(words);
  });

  test.each<[Name, string, string]>([
    ["angle", "abc", "abc is not a number"],
    ["angle", "-", "- is not a number"],
    ["angle", "1,000", "may be 1000 or 1.000"],
    ["count", "40.5", "must be a whole number from 5 to 500, not 40.5"],
  ])("in %s is refused with the reason beside it, and what was there stays: %s", (name, text, words) => {
    start(name);
    type(text);
    press("Tab");
    expect(applied.at(-1) ?? START[name]).toBe(START[name]);
    expect(box().value).toBe(text);
    expect(box().getAttribute("aria-invalid")).toBe("true");
    expect(host.textContent).toContain(words);
  });

  test("that is refused or taken back applies nothing, and is forgotten once the value moves", () => {
    start("angle");
    type("abc");
    press("Enter");
    start("angle", false);
    type("xyz");
    press("Escape");
    expect(applied).toEqual([]);
    expect(host.textContent).toContain("Not taken");
    start("angle");
    type("abc");
    press("Tab");
    start("angle", false);
    type("60");
    press("Enter");
    start("angle", false);
    type("50");
    press("Enter");
    expect(box().value).toBe("50");
    expect(host.textContent).not.toContain("Not taken");
  });

  test("at the end of its range stays there", () => {
    for (const text of ["180", "-180"]) {
      start("angle");
      type(text);
      press("Enter");
      expect(box().value).toBe(text);
      expect(host.textContent).not.toContain("same angle");
    }
  });

  test("is taken back by Escape, and stepped by arrow keys", () => {
    start("shift");
    type("1.2");
    press("Escape");
    expect(box().value).toBe("0.35");
    press("ArrowUp");
    press("PageDown");
    expect(box().value).toBe("0.26");
  });
});

test("two thousand random entries apply nothing that was not typed, and always come to an end in words", () => {
  const random = new RandomStream(7, "keys");
  const keys = [..."0123456789.,-e+ x", "Backspace", "Home"];
  const ends = ["Enter", "Tab", "Escape"] as const;
  const names = Object.keys(fields) as Name[];
  for (let k = 0; k < 2000; k++) {
    const name = names[Math.floor(k / 100) % names.length] as Name;
    start(name, k % 100 === 0);
    const texts = new Set<string>([box().value]);
    const kept = current;
    for (let length = 1 + random.below(7); length > 0; length--) {
      press(keys[random.below(keys.length)] as string);
      texts.add(box().value);
    }
    press(ends[random.below(ends.length)] as string);
    const typed = [...texts].map((text) => Number(text.trim().replace(",", ".")));
    const { min, max } = fields[name].range;
    for (const value of applied) {
      const asTyped = value === kept || typed.some((number) => number === value);
      const asTurned = name === "angle" && typed.some((number) => Math.abs((number - value) % 360) < 1e-6);
      const asEnd = (value === min && typed.some((n) => n < min)) || (value === max && typed.some((n) => n > max));
      expect(asTyped || asTurned || asEnd, `${name}: ${value} of ${[...texts].join(" | ")}`).toBe(true);
    }
    const refused = box().getAttribute("aria-invalid") === "true";
    expect(refused).toBe(/Not taken|must be/.test(host.textContent ?? ""));
    if (!refused) expect(Number.isFinite(Number(box().value))).toBe(true);
  }
});
