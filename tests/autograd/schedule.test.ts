import { expect, test } from "vitest";
import type { LinkedCall, Value } from "../../src/autograd/passes/call.ts";
import { schedule } from "../../src/autograd/passes/schedule.ts";

const value = (label: string, more: Partial<Value> = {}): Value => ({
  label,
  bytes: 4,
  offset: 0,
  pooled: true,
  ...more,
});

function call(output: Value, inputs: Value[], more: { mutates?: number[]; threads?: number; large?: boolean } = {}) {
  const { mutates = [], threads = 64, large = false } = more;
  const kernel = { label: output.label, workgroups: [1, 1, 1] as const, large };
  return {
    kernel,
    inputs,
    output,
    mutates,
    threads,
    tokens: [],
    types: inputs.map(() => "read array<f32>"),
  } satisfies LinkedCall;
}

const names = (calls: LinkedCall[]) =>
  schedule(calls).map((group) => group.map(({ output }) => output.label).join(" "));

const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((name) => value(name)) as [Value, Value, Value, Value, Value];

test("what does not wait for each other shares a dispatch, the longest chain leading", () => {
  // b and c read a; d reads c; nothing waits for b.
  expect(names([call(a, []), call(b, [a]), call(c, [a]), call(d, [c])])).toEqual(["a", "c b", "d"]);
});

test("a reader comes after what it reads, and a writer in place after all who read before", () => {
  const weights = value("weights", { buffer: {} as GPUBuffer, pooled: false });
  const again = value("weights again", { buffer: weights.buffer as GPUBuffer, pooled: false });
  const update = call(b, [weights], { mutates: [0] });
  expect(names([call(a, [again]), update, call(c, [weights])])).toEqual(["a", "b", "c"]);
});

test("the reader of a flat value waits for all its pieces", () => {
  const flat = value("flat", { pooled: false });
  const pieces = [value("p", { flat }), value("q", { flat })] as const;
  flat.pieces = pieces;
  const calls = [call(pieces[0], []), call(a, []), call(pieces[1], [a]), call(b, [flat])];
  expect(names(calls)).toEqual(["a p", "q", "b"]);
});

test("no buffer is both read and written in a dispatch", () => {
  const flat = value("flat", { pooled: false });
  const pieces = [value("p", { flat }), value("q", { flat })] as const;
  flat.pieces = pieces;
  // a reads a piece while the other piece, in the same buffer, could be written beside it.
  expect(names([call(pieces[0], []), call(a, [pieces[0]]), call(c, []), call(pieces[1], [c])])).toEqual([
    "p c",
    "a",
    "q",
  ]);
});

test("large calls, other workgroup sizes and more than eight bindings stay apart", () => {
  expect(names([call(a, [], { large: true }), call(b, []), call(c, [])])).toEqual(["a", "b c"]);
  expect(names([call(a, []), call(b, [], { threads: 32 })])).toEqual(["a", "b"]);
  const many = Array.from({ length: 5 }, (_, k) => value(`x${k}`));
  expect(names([call(a, many), call(b, [d, e])])).toEqual(["a", "b"]);
  expect(names([call(a, many), call(b, many)])).toEqual(["a b"]);
});
