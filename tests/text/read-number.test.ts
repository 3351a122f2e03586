import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNumber, readTyped, withDecimalPoint } from "../../src/text/read-number.ts";

describe("a number is read", () => {
  test.each([
    ["0.001", 0.001],
    [".001", 0.001],
    ["5.", 5],
    ["-45", -45],
    ["\u221245", -45],
    ["+2", 2],
    ["1e-3", 0.001],
    ["1E+2", 100],
    [" 7 ", 7],
  ])("from %s", (text, value) => {
    expect(readNumber(text)).toBe(value);
    expect(readTyped(text)).toBe(value);
  });

  test.each(["", " ", "-", ".", "e5", "1e", "0x10", "1e999", "Infinity", "1 2", "1-2", "--1", "1.2.3", "NaN"])(
    "but not from %j",
    (text) => {
      expect(readNumber(text)).toBeNaN();
      expect(readTyped(text)).toBeTypeOf("string");
    },
  );

  test("whatever JavaScript writes", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(readNumber(String(value))).toBe(value + 0);
      }),
      { seed: 1 },
    );
  });
});

describe("a decimal comma", () => {
  test.each([
    ["0,001", 0.001],
    ["-12,5", -12.5],
    ["1,5e-3", 0.0015],
    ["1234,5", 1234.5],
    [",5", 0.5],
  ])("is understood in %s", (text, value) => {
    expect(readTyped(text)).toBe(value);
    expect(readNumber(withDecimalPoint(text) as string)).toBe(value);
  });

  test("that may as well part thousands is asked about", () => {
    expect(readTyped("1,000")).toBe("1,000 may be 1000 or 1.000: write it without the comma");
    expect(withDecimalPoint("-20,000")).toBeNull();
  });

  test.each(["1,2,3", "1.000,5", "a,b", ","])("does not make a number of %s", (text) => {
    expect(readTyped(text)).toBeTypeOf("string");
    expect(withDecimalPoint(text)).toBeNull();
  });
});
