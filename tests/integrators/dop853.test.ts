import { describe, expect, test } from "vitest";
import { dop853, type FieldInto } from "../../src/integrators/dop853.ts";

const oscillator: FieldInto = (state, rate) => {
  rate[0] = state[1] as number;
  rate[1] = -(state[0] as number);
};

/** Kepler's problem, mass one: a body falls from afar about another at the origin. */
const kepler: FieldInto = (state, rate) => {
  const [x, y, u, v] = state as unknown as [number, number, number, number];
  const cube = Math.hypot(x, y) ** 3;
  rate.set([u, v, -x / cube, -y / cube]);
};

const options = { relative: 1e-11, absolute: 1e-11, mostSteps: 10_000 };

describe("dop853", () => {
  test("follows an oscillator through any times that it is asked for", () => {
    const times = [0, 0.1, 0.1001, 3, 20];
    const states = dop853(oscillator, Float64Array.from([1, 0]), times, options);
    states?.forEach((state, k) => {
      expect(state[0]).toBeCloseTo(Math.cos(times[k] as number), 9);
      expect(state[1]).toBeCloseTo(-Math.sin(times[k] as number), 9);
    });
    expect(states).toHaveLength(5);
  });

  test("comes back on an orbit of eccentricity 0.99, whose closest passage is two hundred times faster", () => {
    const start = Float64Array.from([1.99, 0, 0, Math.sqrt(0.01 / 1.99)]);
    const [end] = dop853(kepler, start, [2 * Math.PI], options) as [Float64Array];
    start.forEach((value, k) => {
      expect(end[k]).toBeCloseTo(value, 7);
    });
  });

  test("is of order eight: a tolerance a hundred times as tight takes less than twice the evaluations", () => {
    const evaluations = (tolerance: number) => {
      let count = 0;
      const counted: FieldInto = (state, rate) => {
        count++;
        oscillator(state, rate);
      };
      const [end] = dop853(counted, Float64Array.from([1, 0]), [100], {
        ...options,
        relative: tolerance,
        absolute: tolerance,
      }) as [Float64Array];
      return { count, error: Math.abs((end[0] as number) - Math.cos(100)) };
    };
    const [loose, tight] = [evaluations(1e-8), evaluations(1e-10)];
    expect(tight.count).toBeLessThan(2 * loose.count);
    expect(tight.error).toBeLessThan(loose.error / 20);
  });

  test("gives up where steps do not suffice or the field is not finite", () => {
    expect(dop853(oscillator, Float64Array.from([1, 0]), [1e6], { ...options, mostSteps: 100 })).toBeNull();
    expect(dop853((_, rate) => rate.fill(Number.NaN), new Float64Array(2), [1], options)).toBeNull();
  });

  test("leaves what rests where it is", () => {
    expect(dop853(oscillator, new Float64Array(2), [5], options)).toEqual([new Float64Array(2)]);
  });
});
