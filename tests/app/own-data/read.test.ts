import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { lieWithin, numericColumns, placed, plainAxes } from "../../../src/app/own-data/points.ts";
import { readTable } from "../../../src/app/own-data/read.ts";
import { LIMITS, UnreadableError } from "../../../src/readers/table.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const read = (name: string, text: string) => readTable(name, bytesOf(text));

const ply = `ply
format ascii 1.0
element vertex 3
property float x
property float y
property float z
end_header
0 0 0
1 0 0.5
0 1 1
`;

const files = {
  "cloud.csv": "x,y,label\n0.5,1,a\n-0.25,2,b\n1e-1,3,a\n",
  "cloud.txt": "# a comment\n0.5 1\n-0.25  2\n",
  "water.xyz": "3\nwater\nO 0 0 0.1\nH 0 0.76 -0.5\nH 0 -0.76 -0.5\n",
  "cloud.ply": ply,
  "cloud.json": '{"points": [{"x": 1, "y": 2}, {"x": 3, "y": -4}]}',
} as const;

describe("what can be read", () => {
  test("separated values with a header, a comment, or neither", async () => {
    const csv = await read("cloud.csv", files["cloud.csv"]);
    expect(csv.columns.map(({ name, numbers }) => [name, numbers])).toEqual([
      ["x", [0.5, -0.25, 0.1]],
      ["y", [1, 2, 3]],
      ["label", null],
    ]);
    const plain = await read("cloud.txt", files["cloud.txt"]);
    expect(plain.columns.map(({ numbers }) => numbers)).toEqual([
      [0.5, -0.25],
      [1, 2],
    ]);
    expect((await read("a.csv", "1;2\n3;4\n")).columns).toHaveLength(2);
  });

  test("molecules as XYZ, meshes as PLY, lists and records as JSON", async () => {
    expect((await read("water.xyz", files["water.xyz"])).columns[2]?.numbers).toEqual([0, 0.76, -0.76]);
    expect((await read("cloud.ply", ply)).columns[2]?.numbers).toEqual([0, 0.5, 1]);
    expect((await read("cloud.json", files["cloud.json"])).columns[1]?.numbers).toEqual([2, -4]);
    expect((await read("list", "[[1,2],[3,4]]")).columns[0]?.numbers).toEqual([1, 3]);
  });
});

describe("what cannot be read is told with its line", () => {
  test.each([
    ["a.csv", "x,y\n1,2\n3\n", "line 3 has 1 entries, where 2 were expected"],
    ["a.csv", `x,y\n${"1,2\n".repeat(20)}1,oops\n`, "line 22: “oops” in y is no finite number"],
    ["a.xyz", "3\nwater\nO 0 0 0\n", "3 atoms were announced"],
    ["a.ply", ply.replace("vertex 3", "vertex 99999999999"), "100000 is the most"],
    ["a.json", "[[1,2],", "it is no JSON"],
    ["a.json", '{"a": 1}', "must be a list of points"],
    ["a.csv", "", "it is empty"],
    ["a.csv", "\n\n", "no row of data"],
  ])("%s %#", async (name, text, told) => {
    await expect(read(name, text)).rejects.toThrow(told);
  });

  test("a file that is too long", async () => {
    await expect(readTable("a.csv", new Uint8Array(LIMITS.bytes + 1))).rejects.toThrow("8 MB is the most");
  });
});

test("a table's points: by name, by their number, spread and fitted", async () => {
  const table = await read("cloud.csv", files["cloud.csv"]);
  expect(plainAxes(table, 2)).toEqual([0, 1]);
  expect(plainAxes(table, 3)).toBeNull();
  expect(numericColumns(table)).toEqual([0, 1]);
  expect(lieWithin(table, [0])).toBe(true);
  expect(lieWithin(table, [1])).toBe(false);
  const fitted = placed(table, [0, 1], { room: 2, fit: true });
  expect(fitted.points).toHaveLength(2);
  expect(Math.max(...fitted.points.map((point) => Math.hypot(...point)))).toBeCloseTo(1);
  expect(fitted.note).toContain("Took 2 of 3 points");
  expect(placed(table, [0, 1], { room: 5, fit: false }).note).toBe("");
});

/** Cuts, repeats and changes of a text. */
const mutated = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(text.length),
        length: fc.nat(8),
        put: fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom("\n", ",", " ", "e9", "NaN", "-", "\u0000", '"', "[", "1e999", "element vertex 9e9\n", text),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((edits) => edits.reduce((now, { at, length, put }) => now.slice(0, at) + put + now.slice(at + length), text));

test.each(Object.entries(files))("ten thousand files like %s are read, or refused in words", async (name, text) => {
  // Three.js tells the console of vertices that are no numbers.
  for (const say of ["error", "log", "warn"] as const) vi.spyOn(console, say).mockImplementation(() => {});
  await fc.assert(
    fc.asyncProperty(mutated(text), async (changed) => {
      try {
        const { columns, rows } = await read(name, changed);
        for (const { numbers, texts } of columns) {
          expect(texts.length).toBe(rows);
          expect(numbers?.every(Number.isFinite) ?? true).toBe(true);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableError);
      }
    }),
    { numRuns: 10_000, seed: 5 },
  );
});
