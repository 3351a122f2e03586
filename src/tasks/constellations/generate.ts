import type { Config } from "../../config/schema.ts";
import type { PatternName } from "../../config/sections/constellations.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { movedPoint, rigidMotion } from "../../lie/motion.ts";
import { fromRotationVector, type Quaternion, vectorAt } from "../../lie/quaternion.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { Cloud } from "../clouds/cloud.ts";
import type { CloudKind } from "../clouds/kinds.ts";
import { rigidTestSets } from "../clouds/test-sets.ts";

type Point = readonly number[];

const polygon = (sides: number): Point[] =>
  Array.from({ length: sides }, (_, k) => [
    Math.cos((2 * Math.PI * k) / sides) + 2,
    Math.sin((2 * Math.PI * k) / sides) + 2,
  ]);

const signs = [-1, 1] as const;
const third = Math.sqrt(1 / 3);

/** Vertices: in the plane as published, centred at 2 (specification 6.1); in space of radius one about the origin. */
const vertices: Record<PatternName, readonly Point[]> = {
  square: polygon(4),
  triangle: polygon(3),
  pentagon: polygon(5),
  L: [
    [1, 1],
    [2, 1],
    [3, 1],
    [3, 2],
    [3, 3],
  ],
  tetrahedron: signs.flatMap((x) => signs.map((y) => [third * x, third * y, third * x * y])),
  // A square and a point above its middle.
  pyramid: [...signs.flatMap((x) => signs.map((y) => [0.66 * x, 0.66 * y, -0.35])), [0, 0, 1]],
  octahedron: [0, 1, 2].flatMap((axis) => signs.map((sign) => [0, 1, 2].map((k) => (k === axis ? sign : 0)))),
  cube: signs.flatMap((x) => signs.flatMap((y) => signs.map((z) => [third * x, third * y, third * z]))),
  // Steps along the axes in turn: no plane holds it.
  staircase: [
    [-0.8, -0.4, -0.4],
    [0, -0.4, -0.4],
    [0, 0.4, -0.4],
    [0, 0.4, 0.4],
    [0.8, 0.4, 0.4],
  ],
};

const turnAbout = (axis: Point, angle: number): Quaternion<number> =>
  fromRotationVector(vectorAt(axis.map((value) => angle * value)));

const patternsOf = (config: Config): PatternName[] => config.patterns.split(",") as PatternName[];

/** Point slots of every cloud under this config. */
const pointCount = (config: Config): number =>
  config.repeats * patternsOf(config).reduce((sum, name) => sum + vertices[name].length, 0);

/** Generates cloud `index` of the set `purpose` (specification 6.1); equal arguments give equal clouds. */
function generateCloud(config: Config, purpose: string, index: number): Cloud {
  const random = new RandomStream(config.seed, `constellations ${purpose}`, index);
  const names = patternsOf(config);
  const dimension = dimensionOf(config);
  const placed: { point: Point; present: boolean; pattern: number }[] = [];
  const present = Array.from({ length: config.repeats * names.length }, () => random.uniform() >= config.drop);
  if (!present.includes(true)) present[random.below(present.length)] = true;
  const labels = new Float32Array(names.length);
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    names.forEach((name, pattern) => {
      const here = present[repeat * names.length + pattern] as boolean;
      if (here) labels[pattern] = (labels[pattern] as number) + 1;
      const angle = 2 * Math.PI * config.tilt * (random.uniform() - 0.5);
      const axis = dimension === 2 ? [0, 0, 1] : randomDirection(random);
      // The published generator stores vertices homogeneously with the "+2" on the third coordinate as well, which
      // multiplies the polygons' translation by three; L is not affected.
      const stretch = dimension === 2 && config.generator === "published" && name !== "L" ? 3 : 1;
      const shift = Array.from({ length: dimension }, () => random.uniform() * config.extent * stretch);
      const motion = rigidMotion(turnAbout(axis, angle), shift);
      for (const vertex of vertices[name]) placed.push({ point: movedPoint(vertex, motion), present: here, pattern });
    });
  }
  random.shuffle(placed);
  const coordinates = placed.flatMap(({ point }) => point.map((value) => value + config.noise * random.normal()));
  const least = Math.min(...coordinates);
  const range = Math.max(...coordinates) - least + 1e-8;
  return {
    points: Float32Array.from(coordinates, (value) => ((value - least) / range) * 2 - 1),
    mask: Float32Array.from(placed, (slot) => (slot.present ? 1 : 0)),
    pattern: Uint8Array.from(placed, (slot) => slot.pattern),
    labels,
  };
}

function randomDirection(random: RandomStream): Point {
  const v = [random.normal(), random.normal(), random.normal()];
  return v.map((value) => value / Math.hypot(...v));
}

/** Shapes that are scattered, to be counted: classes are 0 .. repeats. */
export const counted: CloudKind = {
  slots: pointCount,
  rows: patternsOf,
  words: { question: "How many of each?", answers: "Counts", row: "Pattern" },
  coloured: true,
  upright: false,
  testSets: rigidTestSets,
  classes: ({ repeats }) => repeats + 1,
  answers: ({ repeats }) => Array.from({ length: repeats + 1 }, (_, count) => String(count)),
  cloud: generateCloud,
};
