import { useMemo } from "react";
import { type View, viewFields } from "../../config/view.ts";
import { type Motion, mapped, moveState } from "../../lie/motion.ts";
import { departures } from "../../tasks/nbody/batch.ts";
import { type ChargedSystem, coasted, drawCharged } from "../../tasks/nbody/data.ts";
import { useConfig } from "../stores/config-store.ts";
import { useInputMotion } from "../stores/input-motion.ts";
import { type Entrant, useEntrants, useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

/** Places and velocities of all bodies, [n, 3] each. */
export interface Bodies {
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
}

/** A motion of places and velocities. */
function movedBodies({ positions, velocities }: Bodies, motion: Motion): Bodies {
  const moved = moveState([...positions, ...velocities], motion, 3);
  const half = positions.length;
  return { positions: moved.slice(0, half), velocities: moved.slice(half) };
}

/** Vectors [.., 3] of a motion's linear part. */
const turned = (vectors: Float32Array, { linear }: Motion): number[] =>
  Array.from({ length: vectors.length / 3 }, (_, k) =>
    mapped(Array.from(vectors.subarray(3 * k, 3 * k + 3)), linear),
  ).flat();

/** What a network says, in words of the system: where bodies will be. */
interface Foretold extends Entrant {
  /** From its moved copy. */
  readonly moved: Bodies;
  /** What it said of the system as given, moved along: the same, where it follows the motion. */
  readonly carried: Bodies;
  /** Mean squared errors of what it says of the moved copy. */
  readonly error: { readonly position: number; readonly velocity: number };
  /** |f(g x) - g f(x)| / |g f(x)| of its departures from constant velocity. */
  readonly change: number;
}

/** The system that the page shows, and what is known of it. */
export interface LookedAt {
  readonly system: ChargedSystem;
  /** Its moved copy: at the time that is given, and the one that is asked. */
  readonly start: Bodies;
  readonly end: Bodies;
  readonly coasting: Foretold["error"];
  readonly networks: readonly Foretold[];
  /** Whether the networks' answers are of another motion. */
  readonly late: boolean;
}

const meanSquare = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

/** Entries of departures [n, 2, 3] that are of places, or of velocities. */
const ofKind = (flat: ArrayLike<number>, kind: 0 | 1): number[] =>
  Array.from(flat).filter((_, k) => Math.floor((k % 6) / 3) === kind);

/** A start and its predicted departures from constant velocity. */
function bodiesAfter(start: Bodies, coast: Float64Array, found: Float32Array): Bodies {
  const [places, velocities] = [ofKind(found, 0), ofKind(found, 1)];
  return {
    positions: coast.map((x, k) => x + (places[k] as number)),
    velocities: start.velocities.map((v, k) => v + (velocities[k] as number)),
  };
}

/** The system of the view, its moved copy, its true end, and what all networks say of both. */
export function useLookedAt(): LookedAt {
  const config = useConfig((state) => state.config);
  const { trajectory } = useParts("trajectory");
  const motion = useInputMotion();
  const entrants = useEntrants();
  const probe = useProbe("nbody");
  const index = trajectory - 1;
  const system = useMemo(() => drawCharged(config, "test", index % config.tests), [config, index]);
  return useMemo(() => {
    const truth = departures(config, system);
    const answer = probe?.request.index === index && probe.models.every(({ given }) => given.length === truth.length);
    const asked = answer ? probe.request.motion : motion;
    const [start, end] = [movedBodies(system.start, motion), movedBodies(system.end, motion)];
    const askedStart = movedBodies(system.start, asked);
    const networks = (answer ? entrants : []).flatMap((entrant, k): Foretold[] => {
      const found = probe?.models[k];
      if (!found) return [];
      const given = bodiesAfter(system.start, coasted(config, system.start), found.given);
      const moved = bodiesAfter(askedStart, coasted(config, askedStart), found.moved);
      const carried = movedBodies(given, asked);
      const outcome = movedBodies(system.end, asked);
      const apart = (of: keyof Bodies) =>
        meanSquare(Array.from(moved[of], (value, c) => value - (outcome[of][c] as number)));
      const departed = turned(found.given, asked);
      const off = Math.hypot(...departed.map((value, c) => (found.moved[c] as number) - value));
      return [
        {
          ...entrant,
          moved,
          carried,
          error: { position: apart("positions"), velocity: apart("velocities") },
          change: off / Math.max(Math.hypot(...departed), Number.MIN_VALUE),
        },
      ];
    });
    return {
      system,
      start,
      end,
      coasting: { position: meanSquare(ofKind(truth, 0)), velocity: meanSquare(ofKind(truth, 1)) },
      networks,
      late: JSON.stringify(asked) !== JSON.stringify(motion),
    };
  }, [config, index, system, motion, entrants, probe]);
}

/** The network whose arrows the view draws: the asked one, where the view's has none. */
export const drawnOf = ({ networks }: Pick<LookedAt, "networks">, drawn: View["drawn"]): Foretold | undefined =>
  networks[viewFields.drawn.options.indexOf(drawn)] ?? networks[0];

/** Length of one in the picture: everything of the system, as drawn, is within REACH. */
const REACH = 1.5;
export const unitOf = ({ start, end }: ChargedSystem): number =>
  Math.max(...[start, end].flatMap(({ positions }) => Array.from(positions, Math.abs))) / REACH;
