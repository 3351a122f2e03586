import { expect, test } from "vitest";
import { leapfrog, rollOut, rungeKutta, type StateSpace } from "../../src/integrators/runge-kutta.ts";

/** [q, p] of a unit oscillator. */
type Point = readonly [number, number];

const plane: StateSpace<Point> = {
  combine: (terms) => [
    terms.reduce((sum, [weight, [q]]) => sum + weight * q, 0),
    terms.reduce((sum, [weight, [, p]]) => sum + weight * p, 0),
  ],
};
const oscillator = ([q, p]: Point): Point => [p, -q];
const drift = ([, p]: Point): Point => [p, 0];
const kick = ([q]: Point): Point => [0, -q];
const exact = (t: number): Point => [Math.cos(t), -Math.sin(t)];
const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Error after unit time in `steps` steps. */
function errorOf(step: (state: Point, h: number) => Point, steps: number): number {
  const states = rollOut(step, [1, 0] as Point, 1 / steps, steps);
  expect(states).toHaveLength(steps + 1);
  return distance(states.at(-1) as Point, exact(1));
}

test.each([
  ["three-eighths", 4],
  ["classic", 4],
] as const)("%s is of order %i", (rule, order) => {
  const step = rungeKutta(rule, plane, oscillator);
  expect(Math.log2(errorOf(step, 10) / errorOf(step, 20))).toBeCloseTo(order, 1);
});

test("leapfrog is of second order, comes back when time runs back, and keeps its energy", () => {
  const step = leapfrog(plane, kick, drift);
  expect(Math.log2(errorOf(step, 10) / errorOf(step, 20))).toBeCloseTo(2, 1);
  const there = rollOut(step, [0.3, -0.8] as Point, 0.1, 50).at(-1) as Point;
  const back = rollOut(step, there, -0.1, 50).at(-1) as Point;
  expect(distance(back, [0.3, -0.8])).toBeLessThan(1e-12);
  const energies = rollOut(step, [1, 0] as Point, 0.1, 10_000).map(([q, p]) => q * q + p * p);
  expect(Math.max(...energies) - Math.min(...energies)).toBeLessThan(0.01);
});
