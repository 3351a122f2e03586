import type { Config } from "../../config/schema.ts";
import { drawStabilisers } from "../stabiliser.ts";
import type { Batch, Examples } from "../task.ts";
import { type ChargedSystem, coasted } from "./data.ts";

/** Departures from constant velocity, [n, 2, 3]: of the place, then of the velocity. */
export function departures(config: Config, { start, end }: ChargedSystem): number[] {
  const coast = coasted(config, start);
  return Array.from({ length: start.positions.length / 3 }, (_, k) => {
    const own = [3 * k, 3 * k + 1, 3 * k + 2];
    return [
      ...own.map((c) => (end.positions[c] as number) - (coast[c] as number)),
      ...own.map((c) => (end.velocities[c] as number) - (start.velocities[c] as number)),
    ];
  }).flat();
}

/** Systems that a network reads together. */
export class ChargedExamples implements Examples {
  readonly #config: Config;
  readonly #systems: readonly ChargedSystem[];
  readonly #purpose: string;
  readonly #first: number;

  /** @param first number of the first one, which draws of its lift go by */
  constructor(config: Config, systems: Iterable<ChargedSystem>, purpose: string, first: number) {
    this.#config = config;
    this.#systems = [...systems];
    this.#purpose = purpose;
    this.#first = first;
  }

  inputs(config: Config): Batch {
    const systems = this.#systems;
    const mask = new Float32Array(config.bodies).fill(1);
    const lifted = ({ start }: ChargedSystem, k: number) =>
      drawStabilisers(config, { points: Float32Array.from(start.positions), mask }, this.#purpose, this.#first + k);
    return {
      points: Float32Array.from(systems.flatMap(({ start }) => [...start.positions])),
      velocities: Float32Array.from(systems.flatMap(({ start }) => [...start.velocities])),
      charges: Float32Array.from(systems.flatMap(({ charges }) => charges)),
      stabiliser: Float32Array.from(systems.flatMap((system, k) => [...lifted(system, k)])),
      target: Float32Array.from(systems.flatMap((system) => departures(this.#config, system))),
    };
  }
}
