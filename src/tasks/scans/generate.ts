import type { Config } from "../../config/schema.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { Cloud } from "../clouds/cloud.ts";
import type { CloudKind } from "../clouds/kinds.ts";
import { solidNames, solids } from "./solids.ts";
import { drawSurface, type Point } from "./surface.ts";

/** A direction, uniform on the sphere. */
function drawDirection(random: RandomStream): Point {
  const [x, y, z] = [random.normal(), random.normal(), random.normal()];
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** The points that lie furthest in a direction: those on one side of a plane across it. */
export function seenFrom(direction: Point, points: readonly Point[], count: number): Point[] {
  const along = (p: Point) => p[0] * direction[0] + p[1] * direction[1] + p[2] * direction[2];
  return [...points].sort((a, b) => along(b) - along(a)).slice(0, count);
}

/**
 * Scan `index` of the set `purpose`: a solid that stands upright and faces anywhere, cut by a plane of any direction so that
 * the wanted points are left, about their middle and of radius one. Equal arguments give equal scans.
 */
function scan({ seed, scanned, unseen, grain }: Config, purpose: string, index: number): Cloud {
  const random = new RandomStream(seed, `scans ${purpose}`, index);
  const kind = random.below(solidNames.length);
  const patches = solids[solidNames[kind] as (typeof solidNames)[number]](random);
  const all = drawSurface(patches, Math.round(scanned / (1 - unseen * random.uniform())), random);
  const seen = seenFrom(drawDirection(random), all, scanned);
  const angle = 2 * Math.PI * random.uniform();
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turned = random
    .shuffle(seen)
    .map(([x, y, z]) => [c * x - s * y, s * x + c * y, z].map((value) => value + grain * random.normal()));
  const middle = [0, 1, 2].map((axis) => turned.reduce((sum, p) => sum + (p[axis] as number), 0) / scanned);
  const centred = turned.map((p) => p.map((value, axis) => value - (middle[axis] as number)));
  const radius = Math.max(...centred.map((p) => Math.hypot(...p)));
  return {
    points: Float32Array.from(centred.flat(), (value) => value / radius),
    mask: new Float32Array(scanned).fill(1),
    pattern: new Uint8Array(scanned).fill(kind),
    labels: Float32Array.of(kind),
  };
}

/** Scans of solids to be told apart: one row, a class a solid. */
export const scans: CloudKind = {
  slots: ({ scanned }) => scanned,
  rows: () => ["solid"],
  words: { question: "Which solid?", answers: "Solids", row: "What" },
  coloured: false,
  upright: true,
  testSets: () => ["D", "SO3"],
  classes: () => solidNames.length,
  answers: () => solidNames,
  cloud: scan,
};
