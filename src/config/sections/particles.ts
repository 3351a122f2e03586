import { choice, real, type Settings, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Task";
export const when = { task: ["particles"] };

export const particlesDimension = ({ dimension }: Settings): 2 | 3 => (dimension === 3 ? 3 : 2);

export const fields = {
  system: choice(
    ["System", "Springs between all pairs, gravitation, or charges that attract and repel."],
    ["springs", "gravity", "charges"],
    "springs",
  ),
  dimension: whole(["Dimension", "Of the space the particles move in."], 2, 3, 2),
  particles: whole(["Particles", "Particles of a system."], 1, 12, 6),
  lightest: real(["Lightest", "Smallest mass; above zero."], 0.01, 10, 0.01, 0.1),
  heaviest: real(["Heaviest", "Largest mass."], 0.01, 10, 0.01, 3.1),
  softening: real(["Softening", "Length below which the force levels off."], 0.01, 2, 0.01, 0.1, {
    applies: ({ system }) => system !== "springs",
  }),
  horizon: whole(["States", "Consecutive states of a stretch, the first one given."], 2, 20, 5),
} as const;

export function conflicts({ lightest, heaviest }: Config): Conflict[] {
  if (lightest <= heaviest) return [];
  return [{ reason: `the lightest mass ${lightest} is above the heaviest, ${heaviest}`, fix: { heaviest: lightest } }];
}
