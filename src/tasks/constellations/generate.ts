import { RandomStream } from "../../config/random.ts";
import type { Config, patternNames } from "../../config/schema.ts";

type Point = readonly [number, number];
type PatternName = (typeof patternNames)[number];

const polygon = (sides: number): Point[] =>
  Array.from({ length: sides }, (_, k) => [
    Math.cos((2 * Math.PI * k) / sides) + 2,
    Math.sin((2 * Math.PI * k) / sides) + 2,
  ]);

/** Vertices as published, centred at 2 (specification 6.1). */
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
};

/** One cloud: coordinates of all slots, presence of each, its pattern (class index) and the counts to predict. */
export interface Cloud {
  readonly points: Float32Array<ArrayBuffer>;
  readonly mask: Float32Array<ArrayBuffer>;
  readonly pattern: Uint8Array;
  readonly labels: Float32Array<ArrayBuffer>;
}

/** A rotation by `angle` (radians) about the origin, then a shift. */
export interface Motion {
  readonly angle: number;
  readonly shift: Point;
}

export const patternsOf = (config: Config): PatternName[] => config.patterns.split(",") as PatternName[];

/** Point slots of every cloud under this config. */
export const pointCount = (config: Config): number =>
  config.repeats * patternsOf(config).reduce((sum, name) => sum + vertices[name].length, 0);

/** Generates cloud `index` of the set `purpose` (specification 6.1); equal arguments give equal clouds. */
export function generateCloud(config: Config, purpose: string, index: number): Cloud {
  const random = new RandomStream(config.seed, `constellations ${purpose}`, index);
  const names = patternsOf(config);
  const placed: { point: Point; present: boolean; pattern: number }[] = [];
  const present = Array.from({ length: config.repeats * names.length }, () => random.uniform() >= config.drop);
  if (!present.includes(true)) present[random.below(present.length)] = true;
  const labels = new Float32Array(names.length);
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    names.forEach((name, pattern) => {
      const here = present[repeat * names.length + pattern] as boolean;
      if (here) labels[pattern] = (labels[pattern] as number) + 1;
      const angle = 2 * Math.PI * config.tilt * (random.uniform() - 0.5);
      // The published generator stores vertices homogeneously with the "+2" on the third coordinate as well, which
      // multiplies the polygons' translation by three; L is not affected.
      const stretch = config.generator === "published" && name !== "L" ? 3 : 1;
      const shift = [random.uniform() * config.extent * stretch, random.uniform() * config.extent * stretch];
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (const [x, y] of vertices[name]) {
        const point: Point = [c * x - s * y + (shift[0] as number), s * x + c * y + (shift[1] as number)];
        placed.push({ point, present: here, pattern });
      }
    });
  }
  random.shuffle(placed);
  const coordinates = placed.flatMap(({ point }) => [
    point[0] + config.noise * random.normal(),
    point[1] + config.noise * random.normal(),
  ]);
  const least = Math.min(...coordinates);
  const range = Math.max(...coordinates) - least + 1e-8;
  return {
    points: Float32Array.from(coordinates, (value) => ((value - least) / range) * 2 - 1),
    mask: Float32Array.from(placed, (slot) => (slot.present ? 1 : 0)),
    pattern: Uint8Array.from(placed, (slot) => slot.pattern),
    labels,
  };
}

/** The motion of a cloud under augmentation: shift ~ N(0, 1) an axis, angle uniform, each cloud its own. */
export function drawMotion(kind: "none" | "T2" | "SE2", seed: number, purpose: string, index: number): Motion {
  const random = new RandomStream(seed, `motion ${kind} ${purpose}`, index);
  if (kind === "none") return { angle: 0, shift: [0, 0] };
  const angle = kind === "SE2" ? 2 * Math.PI * random.uniform() : 0;
  return { angle, shift: [random.normal(), random.normal()] };
}

export function movePoints(points: Float32Array, { angle, shift }: Motion): Float32Array<ArrayBuffer> {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const moved = new Float32Array(points.length);
  for (let k = 0; k < points.length; k += 2) {
    const [x, y] = [points[k] as number, points[k + 1] as number];
    moved[k] = c * x - s * y + shift[0];
    moved[k + 1] = s * x + c * y + shift[1];
  }
  return moved;
}
