import { expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import { drawBounded } from "../../src/lie/bounded-lift.ts";
import { groupNamed } from "../../src/lie/registry.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { normals } from "../support/numbers.ts";

const COUNT = 4;
const se2 = groupNamed("SE2");
const points = normals(COUNT * 2, "bounded", 0.2);
points[6] = 90;
/** The far point is absent. */
const mask = [1, 1, 1, 0];
const streams = (draw: number) => new RandomStream(0, `bounded ${draw}`);

test("lifts are drawn again until no pair of present points is longer than the bound", () => {
  const bound = 2.2;
  const drawn = drawBounded(se2, { points, mask, samples: 1 }, bound, streams);
  const elements = [0, 1, 2].map((k) => se2.lift(numbers, points.slice(2 * k, 2 * k + 2), [drawn[k] as number], 1));
  const lengths = elements.flatMap((g) => elements.map((h) => Math.hypot(...se2.pairFeature(numbers, g, h, 1))));
  expect(Math.max(...lengths)).toBeLessThanOrEqual(bound);
  expect(drawn).not.toEqual(drawBounded(se2, { points, mask, samples: 1 }, 0, streams));
});

test("a bound that no draw meets is refused in words that name a way out", () => {
  expect(() => drawBounded(se2, { points, mask, samples: 1 }, 1e-3, streams)).toThrow(/100 lifts .* Raise the bound/);
});

test("a lift with nothing to draw is tried once", () => {
  const t2 = groupNamed("T2");
  expect(() => drawBounded(t2, { points, mask, samples: 1 }, 1e-3, streams)).toThrow(/The only lift/);
  expect(drawBounded(t2, { points, mask, samples: 1 }, 50, streams)).toEqual([0, 0, 0, 0]);
});
