import { expect, test } from "vitest";
import { mergeKernels } from "../../../src/gpu/wgsl/merge.ts";
import { entryPointOf } from "../../../src/gpu/wgsl/module.ts";
import { tokensOf } from "../../../src/gpu/wgsl/tokens.ts";

const double = `struct Pair { double: f32, n: u32 }
const double = 2.0;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
var<workgroup> shared_sum: array<f32, 64>;
fn twice(v: f32) -> f32 { var pair: Pair; pair.double = v * double; return pair.double; }
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = twice(x[id.x]); shared_sum[0] = 0.0; }`;

const part = (code: string, workgroups: [number, number, number], bindings: number[]) => ({
  tokens: tokensOf(code),
  workgroups,
  bindings,
});

test("parts keep their names apart, members and what both read stay", () => {
  const merged = mergeKernels([part(double, [2, 3, 1], [7, 8]), part(double, [1, 1, 1], [7, 9])]);
  const code = merged.code.replace(/\s+/g, " ");
  expect(merged.workgroups).toEqual([7, 1, 1]);
  // Read by both: one binding.
  expect(merged.bindings).toEqual([7, 8, 9]);
  expect(code).toContain("@group(0) @binding(0) var<storage, read> part0_x: array<f32>;");
  expect(code).toContain("struct part1_Pair { double: f32, n: u32 }");
  expect(code).toContain("pair.double = v * part1_double; return pair.double;");
  expect(code).toContain("part1_y[id.x] = part1_twice(part0_x[id.x]); part1_shared_sum[0] = 0.0;");
  expect(code).toContain("fn part1_main( id: vec3u)");
  expect(code.match(/@compute/g)).toHaveLength(1);
  expect(entryPointOf(tokensOf(merged.code)).workgroup).toEqual([64, 1, 1]);
});

test("each part finds its own workgroups", () => {
  const { code } = mergeKernels([part(double, [2, 3, 1], [0, 1]), part(double, [5, 1, 1], [2, 3])]);
  expect(code).toContain("if (group.x < 6u) { part0_main(vec3u((group.x - 0u) % 2u, (group.x - 0u) / 2u % 3u");
  expect(code).toContain("if (group.x < 11u) { part1_main(vec3u((group.x - 6u) % 5u");
});

test("what one part writes is never shared", () => {
  const { bindings } = mergeKernels([part(double, [1, 1, 1], [0, 1]), part(double, [1, 1, 1], [0, 1])]);
  expect(bindings).toEqual([0, 1, 1]);
});

test("workgroups of several sizes, extensions, and built-in values that cannot be had, are refused", () => {
  const small = double.replace("workgroup_size(64)", "workgroup_size(8, 4)");
  expect(() => mergeKernels([part(double, [1, 1, 1], [0, 1]), part(small, [1, 1, 1], [2, 3])])).toThrow(/64 and 32/);
  expect(() => mergeKernels([part(`enable f16;\n${double}`, [1, 1, 1], [0, 1])])).toThrow(/extension/);
  const counting = double.replace("global_invocation_id", "num_workgroups");
  expect(() => mergeKernels([part(counting, [1, 1, 1], [0, 1])])).toThrow(/num_workgroups/);
});
