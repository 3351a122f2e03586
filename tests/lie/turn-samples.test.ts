import { expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import { fromRotationVector, type Quaternion, rotate } from "../../src/lie/quaternion.ts";
import { groups } from "../../src/lie/registry.ts";
import { drawQuaternion } from "../../src/lie/stabilisers/quaternion.ts";
import { turnSamples } from "../../src/lie/stabilisers/turn-samples.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { basisGroup } from "../support/bases.ts";
import { normals } from "../support/numbers.ts";

const POINTS = 5;
const SAMPLES = 2;

const turning = [...groups, basisGroup("similarities"), basisGroup("rotations of space")].filter(
  (group) => group.stabiliser.kind === "random" && group.invariance.rotation === "any",
);

test.each(turning.map((group) => [group.name, group] as const))(
  "%s: samples turned with their points leave every pair feature as it was",
  (_, group) => {
    const { pointDim } = group;
    const random = new RandomStream(5, "turn");
    const rotation =
      pointDim === 2 ? fromRotationVector([0, 0, 1.1]) : (drawQuaternion(random) as unknown as Quaternion<number>);
    const points = normals(POINTS * pointDim, "turn");
    const turned = Array.from({ length: POINTS }, (_, k) => {
      const x = points.slice(k * pointDim, (k + 1) * pointDim);
      return rotate(numbers, rotation, [x[0] as number, x[1] as number, x[2] ?? 0]).slice(0, pointDim);
    }).flat();
    const samples = Array.from({ length: POINTS }, () => group.stabiliser.draw(SAMPLES, random)).flat();
    const size = group.stabiliser.size;
    const lifted = (at: number[], drawn: number[]) =>
      Array.from({ length: POINTS * SAMPLES }, (_, k) => {
        const start = Math.floor(k / SAMPLES) * pointDim;
        return group.lift(numbers, at.slice(start, start + pointDim), drawn.slice(k * size, (k + 1) * size), SAMPLES);
      });
    const before = lifted(points, samples);
    const after = lifted(turned, turnSamples(group, points, samples, rotation));
    before.forEach((g, a) => {
      before.forEach((h, b) => {
        const expected = group.pairFeature(numbers, g, h, SAMPLES);
        const got = group.pairFeature(numbers, after[a] ?? [], after[b] ?? [], SAMPLES);
        // A half turn may come out either way round.
        if (Math.abs(group.rotationAngle(expected) - Math.PI) < 1e-6) return;
        got.forEach((value, k) => {
          expect(value).toBeCloseTo(expected[k] as number, 6);
        });
      });
    });
  },
);
