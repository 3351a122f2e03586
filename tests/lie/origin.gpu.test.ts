import { expect, test } from "vitest";
import { gradients } from "../../src/autograd/gradients.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { lift, pairFeatures } from "../../src/autograd/operations/lift.ts";
import { variable } from "../../src/autograd/operations/movement.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { numbers } from "../../src/lie/arithmetic.ts";
import { groups } from "../../src/lie/registry.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { evaluate } from "../support/gpu.ts";
import { expectClose } from "../support/numbers.ts";
import { samplesOf } from "../support/stabilisers.ts";

/** Distances from the origin: on it, nearer than float32 tells, just beyond where it is lifted by convention, and far. */
const DISTANCES = [0, 1e-30, 1e-8, 9e-7, 2e-6, 1e-3, 0.7];

test.each(groups.map((group) => [group.name, group] as const))(
  "%s lifts points at the origin and near it to finite elements with finite derivatives",
  async (_, group) => {
    const samples = samplesOf(group, group.samplesMultiple ?? 1);
    const count = DISTANCES.length;
    const points = DISTANCES.flatMap((distance) => [0.6 * distance, 0.8 * distance, 0, 0].slice(0, group.pointDim));
    const random = new RandomStream(4, "origin");
    const drawn = DISTANCES.map(() => group.stabiliser.draw(samples, random));
    const { elements, pairs, slope, curvature } = await evaluate((tape) => {
      const x = variable(tape.constant(points, [1, count, group.pointDim]));
      const stabiliser = tape.constant(drawn.flat(), [1, count, (drawn[0] as number[]).length]);
      const elements = lift(group, x, stabiliser, samples);
      const pairs = pairFeatures({ group, samples }, elements);
      const [slope] = gradients(sum(multiply(pairs, pairs)), [x], { differentiable: true }) as [typeof x];
      const [curvature] = gradients(sum(multiply(slope, slope)), [x]) as [typeof x];
      return { elements, pairs, slope, curvature };
    });
    const expected = DISTANCES.flatMap((_, k) =>
      Array.from({ length: samples }, (_, s) => {
        const size = (drawn[0] as number[]).length / samples;
        const x = points.slice(k * group.pointDim, (k + 1) * group.pointDim).map(Math.fround);
        return group.lift(numbers, x, (drawn[k] as number[]).slice(s * size, (s + 1) * size), samples);
      }),
    );
    expectClose(elements, expected.flat(), 1e-5, "elements");
    for (const [name, values] of Object.entries({ pairs, slope, curvature })) {
      expect(values.every(Number.isFinite), name).toBe(true);
    }
  },
);
