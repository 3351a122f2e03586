import { STORAGE_BUFFERS, WORKGROUPS } from "../../gpu/limits.ts";
import type { KernelCall, LinkedCall, Value } from "./call.ts";

/** Bindings that kernels can share: lists of numbers, only read. */
const PLAIN = /^read array<(f32|u32|vec4f)>$/;

const written = ({ inputs, output, mutates }: KernelCall): Value[] => [
  output,
  ...mutates.map((index) => inputs[index] as Value),
];

/** What calls wait for each other over: buffers that outlive the program as a whole, other values by themselves. */
const things = (value: Value): unknown[] => value.pieces?.flatMap(things) ?? [value.buffer ?? value];

/** WebGPU refuses a buffer bound both for reading and for writing in a dispatch, even on disjoint ranges. */
const bufferOf = (value: Value): unknown => value.flat ?? value.buffer ?? value;

/** For every call the later ones that wait for it: readers of what it writes, and writers of what it reads. */
function dependents(calls: readonly KernelCall[]): number[][] {
  const result: number[][] = calls.map(() => []);
  const writer = new Map<unknown, number>();
  const readers = new Map<unknown, number[]>();
  calls.forEach((call, index) => {
    const reads = call.inputs.flatMap(things);
    const writes = written(call).flatMap(things);
    const before = new Set<number | undefined>(reads.map((thing) => writer.get(thing)));
    for (const thing of writes) for (const reader of readers.get(thing) ?? []) before.add(reader);
    for (const thing of reads) readers.set(thing, [...(readers.get(thing) ?? []), index]);
    for (const thing of writes) {
      writer.set(thing, index);
      readers.set(thing, []);
    }
    for (const source of before) if (source !== undefined) result[source]?.push(index);
  });
  return result;
}

function fitTogether(calls: readonly LinkedCall[]): boolean {
  const [lead] = calls as [LinkedCall];
  if (calls.some(({ kernel, threads }) => kernel.large || threads !== lead.threads)) return false;
  const workgroups = calls.reduce((sum, { kernel }) => sum + kernel.workgroups.reduce((a, b) => a * b, 1), 0);
  const writes = calls.flatMap(written);
  const values = calls.flatMap(({ inputs }) => inputs);
  const reads = new Set(calls.flatMap(({ inputs, mutates }) => inputs.filter((_, k) => !mutates.includes(k))));
  // What is read as another type, or as a type that a kernel declares itself, has a binding of its own.
  const bound = new Set(
    calls.flatMap(({ inputs, types }, call) =>
      inputs.map((value, k) => `${values.indexOf(value)} ${types[k]} ${PLAIN.test(types[k] ?? "") ? "" : call}`),
    ),
  );
  const changed = new Set(writes.map(bufferOf));
  return (
    workgroups <= WORKGROUPS &&
    bound.size + calls.length <= STORAGE_BUFFERS &&
    ![...reads].some((value) => changed.has(bufferOf(value)))
  );
}

/**
 * Fourth pass: groups calls that do not wait for each other into dispatches. What the longest chain of later calls waits for comes
 * first; whatever else is ready and fits rides along (gradients of weights, which nothing waits for but the optimiser).
 */
export function schedule(calls: readonly LinkedCall[]): LinkedCall[][] {
  const after = dependents(calls);
  const waits = calls.map(() => 0);
  for (const list of after) for (const index of list) waits[index] = (waits[index] as number) + 1;
  const height = calls.map(() => 0);
  for (let index = calls.length - 1; index >= 0; index--) {
    height[index] = 1 + Math.max(0, ...(after[index] as number[]).map((next) => height[next] as number));
  }
  const ready = new Set([...calls.keys()].filter((index) => waits[index] === 0));
  const groups: LinkedCall[][] = [];
  while (ready.size > 0) {
    const queue = [...ready].sort((a, b) => (height[b] as number) - (height[a] as number) || a - b);
    const group: LinkedCall[] = [];
    for (const index of queue) {
      const call = calls[index] as LinkedCall;
      if (group.length > 0 && !fitTogether([...group, call])) continue;
      group.push(call);
      ready.delete(index);
    }
    for (const call of group) {
      for (const next of after[calls.indexOf(call)] as number[]) {
        waits[next] = (waits[next] as number) - 1;
        if (waits[next] === 0) ready.add(next);
      }
    }
    groups.push(group);
  }
  return groups;
}
