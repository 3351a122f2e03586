import { expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { Tape } from "../../src/autograd/tape.ts";
import { parseLink } from "../../src/config/link.ts";
import type { ModelInputs } from "../../src/tasks/models/model.ts";
import { nearestEdges } from "../../src/tasks/models/vectors.ts";
import { testGpu } from "../support/gpu.ts";

const { config } = parseLink("preset=scans-quick");

/** Who sends to the first of `count` points at 0, 1, .. of a line, beside so many absent ones. */
async function sendersToFirst(nearest: number, spread: number, count: number, absent = 0): Promise<number[]> {
  const gpu = await testGpu();
  const slots = count + absent;
  const tape = new Tape(gpu.variants);
  const points = tape.input("points", [1, slots, 3]);
  const mask = tape.input("mask", [1, slots]);
  const edges = nearestEdges({ points, mask } as ModelInputs, { ...config, nearest, spread });
  const program = await compile(gpu, { senders: edges.senders, present: edges.present });
  program.write(
    "points",
    Float32Array.from({ length: 3 * slots }, (_, k) => (k % 3 === 0 ? k / 3 : 0)),
  );
  program.write(
    "mask",
    Float32Array.from({ length: slots }, (_, k) => Number(k < count)),
  );
  program.run();
  const { senders, present } = await program.read("senders", "present");
  program.destroy();
  const each = edges.present.shape[2] as number;
  return [...(senders as Float32Array).subarray(0, each)].filter((_, k) => present?.[k] === 1);
}

test.each([
  ["come from the nearest", 3, 1, 7, 0, [1, 2, 3]],
  ["come from every second in order of distance", 3, 2, 7, 0, [2, 4, 6]],
  ["spread as far as there are points", 3, 4, 12, 0, [3, 6, 9]],
  ["come from all where there are no more", 6, 2, 7, 0, [1, 2, 3, 4, 5, 6]],
  ["come from all where it says so", 0, 1, 5, 0, [1, 2, 3, 4]],
  ["are the same beside absent points", 3, 1, 7, 4, [1, 2, 3]],
  ["come from no absent point", 3, 1, 3, 4, [1, 2]],
] as const)("edges %s", async (_, nearest, spread, count, absent, expected) => {
  expect(await sendersToFirst(nearest, spread, count, absent)).toEqual([...expected]);
});
