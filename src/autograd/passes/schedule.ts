import { STORAGE_BUFFERS, WORKGROUPS } from "../../gpu/limits.ts";
import type { LinkedStep, Step, Value } from "./step.ts";

/** Bindings that kernels can share: lists of numbers, only read. */
const PLAIN = /^read array<(f32|u32|vec4f)>$/;

const written = ({ inputs, output, mutates }: Step): Value[] => [
  output,
  ...mutates.map((index) => inputs[index] as Value),
];

/** What steps wait for each other over: buffers that outlive the program as a whole, other values by themselves. */
const things = (value: Value): unknown[] => value.pieces?.flatMap(things) ?? [value.buffer ?? value];

/** WebGPU refuses a buffer bound both for reading and for writing in a dispatch, even on disjoint ranges. */
const bufferOf = (value: Value): unknown => value.flat ?? value.buffer ?? value;

/** For every step the later ones that wait for it: readers of what it writes, and writers of what it reads. */
function dependents(steps: readonly Step[]): number[][] {
  const result: number[][] = steps.map(() => []);
  const writer = new Map<unknown, number>();
  const readers = new Map<unknown, number[]>();
  steps.forEach((step, index) => {
    const reads = step.inputs.flatMap(things);
    const writes = written(step).flatMap(things);
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

function fitTogether(steps: readonly LinkedStep[]): boolean {
  const [lead] = steps as [LinkedStep];
  if (steps.some(({ kernel, threads }) => kernel.large || threads !== lead.threads)) return false;
  const workgroups = steps.reduce((sum, { kernel }) => sum + kernel.workgroups.reduce((a, b) => a * b, 1), 0);
  const writes = steps.flatMap(written);
  const values = steps.flatMap(({ inputs }) => inputs);
  const reads = new Set(steps.flatMap(({ inputs, mutates }) => inputs.filter((_, k) => !mutates.includes(k))));
  // What is read as another type, or as a type that a kernel declares itself, has a binding of its own.
  const bound = new Set(
    steps.flatMap(({ inputs, types }, step) =>
      inputs.map((value, k) => `${values.indexOf(value)} ${types[k]} ${PLAIN.test(types[k] ?? "") ? "" : step}`),
    ),
  );
  const changed = new Set(writes.map(bufferOf));
  return (
    workgroups <= WORKGROUPS &&
    bound.size + steps.length <= STORAGE_BUFFERS &&
    ![...reads].some((value) => changed.has(bufferOf(value)))
  );
}

/**
 * Fourth pass: groups steps that do not wait for each other into dispatches. What the longest chain of later steps waits for comes
 * first; whatever else is ready and fits rides along (gradients of weights, which nothing waits for but the optimiser).
 */
export function schedule(steps: readonly LinkedStep[]): LinkedStep[][] {
  const after = dependents(steps);
  const waits = steps.map(() => 0);
  for (const list of after) for (const index of list) waits[index] = (waits[index] as number) + 1;
  const height = steps.map(() => 0);
  for (let index = steps.length - 1; index >= 0; index--) {
    height[index] = 1 + Math.max(0, ...(after[index] as number[]).map((next) => height[next] as number));
  }
  const ready = new Set([...steps.keys()].filter((index) => waits[index] === 0));
  const groups: LinkedStep[][] = [];
  while (ready.size > 0) {
    const queue = [...ready].sort((a, b) => (height[b] as number) - (height[a] as number) || a - b);
    const group: LinkedStep[] = [];
    for (const index of queue) {
      const step = steps[index] as LinkedStep;
      if (group.length > 0 && !fitTogether([...group, step])) continue;
      group.push(step);
      ready.delete(index);
    }
    for (const step of group) {
      for (const next of after[steps.indexOf(step)] as number[]) {
        waits[next] = (waits[next] as number) - 1;
        if (waits[next] === 0) ready.add(next);
      }
    }
    groups.push(group);
  }
  return groups;
}
