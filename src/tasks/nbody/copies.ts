import type { Config } from "../../config/schema.ts";
import { moveState } from "../../lie/motion.ts";
import { copiesOf, joined, reordered } from "../copies.ts";
import type { Copy } from "../survey-plan.ts";
import type { Batch } from "../task.ts";
import type { ChargedSystem } from "./data.ts";

/** Copies of a system as one batch: places moved, velocities turned along. */
export function chargedCopies(
  config: Config,
  { start, charges }: ChargedSystem,
  index: number,
  copies: readonly Copy[],
): Batch {
  const points = Float32Array.from(start.positions);
  const mask = new Float32Array(charges.length).fill(1);
  const clouds = copiesOf(config, { points, mask, index }, copies, (k) => `fresh ${k}`);
  const state = [...start.positions, ...start.velocities];
  const own = Float32Array.from(charges);
  return {
    points: joined(clouds.map((cloud) => cloud.points)),
    stabiliser: joined(clouds.map((cloud) => cloud.stabiliser)),
    velocities: joined(
      copies.map(({ motion, order }) =>
        reordered(Float32Array.from(moveState(state, motion, 3).slice(state.length / 2)), order),
      ),
    ),
    charges: joined(copies.map(({ order }) => reordered(own, order))),
  };
}
