import { expect, test } from "vitest";
import { tableText } from "../../src/bench/suite.ts";

test("columns of a text table are as wide as their widest cell, names and figures apart", () => {
  const text = tableText({
    title: "Variants",
    columns: ["runs", "8 x 8, ms"],
    rows: [
      { name: "transposed product", cells: ["8 x 8 vectors", 1.27] },
      { name: "product", cells: ["2 x 2", null] },
    ],
  });
  expect(text.split("\n")).toEqual([
    "Variants",
    "                              runs    8 x 8, ms",
    "transposed product   8 x 8 vectors         1.27",
    "product                      2 x 2            –",
  ]);
});
