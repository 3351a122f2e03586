import type { Random } from "../../lie/stabilisers/stabiliser.ts";
import { box, type Patch, ring, torus } from "./surface.ts";

/** Uniform in a range. */
const within = (random: Random, least: number, most: number): number => least + (most - least) * random.uniform();

/** Square legs below the corners of a board, from the ground to a height. */
function legs(width: number, depth: number, height: number, thickness: number): Patch[] {
  return [-width / 2, width / 2 - thickness].flatMap((x) =>
    [-depth / 2, depth / 2 - thickness].flatMap((y) => box([x, y, 0], [thickness, thickness, height])),
  );
}

const board = (width: number, depth: number, at: number, thickness: number): Patch[] =>
  box([-width / 2, -depth / 2, at], [width, depth, thickness]);

/** Surfaces of solids that stand on the ground, z upwards, each with proportions of its own. */
export const solids = {
  box(random) {
    const [w, d, h] = [within(random, 0.6, 1.6), within(random, 0.6, 1.6), within(random, 0.6, 1.6)];
    return box([-w / 2, -d / 2, 0], [w, d, h]);
  },
  cylinder(random) {
    const [r, h] = [within(random, 0.3, 0.7), within(random, 0.8, 2)];
    return [ring([r, 0], [r, h]), ring([0, 0], [r, 0]), ring([0, h], [r, h])];
  },
  cone(random) {
    const [r, h] = [within(random, 0.5, 0.9), within(random, 1, 2)];
    return [ring([r, 0], [0, h]), ring([0, 0], [r, 0])];
  },
  torus: (random) => [torus(within(random, 0.7, 0.9), within(random, 0.18, 0.35))],
  chair(random) {
    const [w, seat, back] = [within(random, 0.7, 1), within(random, 0.7, 0.9), within(random, 0.7, 1.1)];
    const thick = 0.1;
    return [
      ...legs(w, w, seat, thick),
      ...board(w, w, seat, thick),
      ...box([-w / 2, w / 2 - thick, seat + thick], [w, thick, back]),
    ];
  },
  table(random) {
    const [w, d, h] = [within(random, 1.2, 1.8), within(random, 0.8, 1.2), within(random, 0.7, 1)];
    return [...legs(w, d, h, 0.12), ...board(w, d, h, 0.1)];
  },
  lamp(random) {
    const [foot, pole, shade] = [within(random, 0.3, 0.45), within(random, 1, 1.5), within(random, 0.4, 0.6)];
    const [narrow, wide] = [within(random, 0.2, 0.3), within(random, 0.45, 0.6)];
    return [
      ring([0, 0], [foot, 0]),
      ring([foot, 0], [foot, 0.08]),
      ring([0, 0.08], [foot, 0.08]),
      ring([0.06, 0.08], [0.06, pole]),
      ring([wide, pole], [narrow, pole + shade]),
    ];
  },
  shelf(random) {
    const [w, d, h] = [within(random, 0.8, 1.3), within(random, 0.3, 0.45), within(random, 1.4, 2)];
    const thick = 0.06;
    const boards = 4;
    const sides = [-w / 2, w / 2 - thick].flatMap((x) => box([x, -d / 2, 0], [thick, d, h]));
    return [
      ...sides,
      ...Array.from({ length: boards }, (_, k) => board(w, d, (k * (h - thick)) / (boards - 1), thick)).flat(),
    ];
  },
} as const satisfies Readonly<Record<string, (random: Random) => readonly Patch[]>>;

export const solidNames = Object.keys(solids) as (keyof typeof solids)[];
