import { expect, test } from "vitest";
import { figure, powerOfTen } from "../../src/text/figure.ts";

test.each([
  [0, "0"],
  [-0, "0"],
  [0.625, "0.625"],
  [0.9, "0.900"],
  [1, "1"],
  [0.01234, "0.0123"],
  [0.000_98, "9.8e-4"],
  [-0.000_98, "-9.8e-4"],
  [12.345, "12.3"],
  [123.45, "123"],
  [24_304, "24,304"],
  [123_456.7, "1.2e+5"],
  [3_016_960, "3,016,960"],
  [6.3e12, "6.3e+12"],
  [Number.NaN, "NaN"],
])("%d reads %s", (value, text) => {
  expect(figure(value)).toBe(text);
});

test.each([
  [0.01, "10⁻²"],
  [10, "10¹"],
  [2e-8, "2·10⁻⁸"],
])("the tick of %s on a logarithmic axis is %s", (value, text) => {
  expect(powerOfTen(value)).toBe(text);
});
