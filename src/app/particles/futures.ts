import { useMemo, useRef } from "react";
import { startsOf } from "../../config/starts.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { type View, viewFields } from "../../config/view.ts";
import { type Motion, moveState } from "../../lie/motion.ts";
import { type Comparison, compare, courseOf, statesIn } from "../../tasks/particles/comparison.ts";
import { placed, testSystem } from "../../tasks/particles/roll-out.ts";
import { fieldOf, type ParticleSystem, type State } from "../../tasks/particles/systems.ts";
import { useConfig } from "../stores/config-store.ts";
import { useInputMotion } from "../stores/input-motion.ts";
import { type Entrant, useEntrants, useProbe } from "../stores/run-store.ts";
import { useParts, useView } from "../stores/view-store.ts";
import { useTrueMotion } from "./true-motions.ts";

/** What really happens, from the start that the page shows now. */
export interface Truth {
  readonly system: ParticleSystem;
  readonly motion: Motion;
  /** The start before the motion, and after it. */
  readonly start: State;
  readonly moved: State;
  /** From the moved start; none until it is computed, or where it is refused. */
  readonly states: readonly State[];
  /** Whether the states are still those of another start. */
  readonly late: boolean;
  /** Why there is no true motion to be had. */
  readonly refusal: string | null;
  /** Length of one in the picture: the farthest place of the motion as drawn is at REACH. */
  readonly unit: number;
  /** Length of the strongest force on a particle on the way. */
  readonly strongest: number;
}

/** What a model says will happen. */
export interface Forecast extends Entrant {
  readonly predicted: readonly State[];
  /** From the start before the motion, moved afterwards. */
  readonly carried: readonly State[];
  /** Learned, on the predicted states, [T, n d]. */
  readonly forces: Float32Array;
  readonly comparison: Comparison;
}

/** The engine's last answer, and what really happens from the start that it is about. */
export interface Forecasts {
  readonly course: Pick<Comparison, "energy" | "momentum">;
  readonly models: readonly Forecast[];
  /** Whether the page shows another start by now. */
  readonly late: boolean;
}

/** The forecast that the view draws: of the asked network, where the view's has none. */
export const drawnOf = ({ models }: Forecasts, drawn: View["drawn"]): Forecast | undefined =>
  models[viewFields.drawn.options.indexOf(drawn)] ?? models[0];

/** The start and motion that the page shows. */
function useWanted() {
  const motion = useInputMotion();
  const { starts, span, lift } = useParts("starts", "span", "lift");
  const config = useConfig((state) => state.config);
  const dimension = dimensionOf(config);
  return useMemo(
    () => ({
      motion,
      starts: startsOf(starts, config.particles, dimension),
      span,
      lift,
    }),
    [motion, starts, span, lift, config, dimension],
  );
}

/** How far from the origin the picture of the motion as drawn goes: nearly to the ring that turns it. */
const REACH = 1.4;

/** Length of the longest vector [n, d] in some lists; 1 where all are zero. */
function longest(lists: readonly State[], dimension: number): number {
  let length = 0;
  for (const list of lists) {
    for (let k = 0; k < list.length; k += dimension) {
      length = Math.max(length, Math.hypot(...list.subarray(k, k + dimension)));
    }
  }
  return length || 1;
}

/** Which system is looked at, and its first state as drawn. */
function useSystem() {
  const config = useConfig((state) => state.config);
  const trajectory = useView((state) => state.trajectory);
  return useMemo(() => testSystem(config, trajectory - 1), [config, trajectory]);
}

/** The last value that was not null, as long as `of` stays what it is. */
function useLast<T>(value: T | null, of: unknown): T | null {
  const last = useRef<{ readonly value: T; readonly of: unknown } | null>(null);
  if (value !== null) last.current = { value, of };
  return last.current !== null && last.current.of === of ? last.current.value : null;
}

/** Follows the hand at once where it moves the system; another start takes the worker a moment. */
export function useTruth(): Truth {
  const { system, start: given } = useSystem();
  const { motion, starts, span } = useWanted();
  const dimension = system.dimension as 2 | 3;
  const start = useMemo(() => placed(given, starts, dimension), [given, starts, dimension]);
  const asDrawn = useTrueMotion({ system, start: given, span });
  const found = useTrueMotion({ system, start, span });
  const states = useLast(found && "states" in found ? found.states : null, system);
  const unit = useMemo(() => {
    const motionAsDrawn = asDrawn && "states" in asDrawn ? asDrawn.states : [given];
    return (
      longest(
        motionAsDrawn.map((state) => state.subarray(0, state.length / 2)),
        dimension,
      ) / REACH
    );
  }, [asDrawn, given, dimension]);
  // Moved along, forces keep their lengths.
  const strongest = useMemo(() => {
    const field = fieldOf(system);
    return longest(
      (states ?? []).map((state) => field(state).subarray(state.length / 2)),
      dimension,
    );
  }, [states, system, dimension]);
  const refusal = found && "refusal" in found ? found.refusal : null;
  const movedStates = useMemo(
    () => (refusal ? [] : (states ?? [])).map((state) => moveState(state, motion, dimension)),
    [refusal, states, motion, dimension],
  );
  const moved = useMemo(() => moveState(start, motion, dimension), [start, motion, dimension]);
  return { system, motion, start, moved, states: movedStates, late: found === null, refusal, unit, strongest };
}

/** Null until the engine has said something about the system that is looked at, and the truth of it is known. */
export function useForecasts(): Forecasts | null {
  const { system, start: given } = useSystem();
  const probe = useProbe("particles");
  const wanted = useWanted();
  const config = useConfig((state) => state.config);
  const entrants = useEntrants();
  const dimension = dimensionOf(config);
  const answer = useMemo(
    () => (probe && JSON.stringify(probe.system) === JSON.stringify(system) ? probe : null),
    [probe, system],
  );
  const start = useMemo(
    () => (answer ? placed(given, answer.request.starts, dimension) : given),
    [answer, given, dimension],
  );
  const found = useTrueMotion({ system, start, span: answer?.request.span ?? wanted.span });
  const known = useMemo(() => {
    if (!answer || !found || "refusal" in found) return null;
    const { models, request } = answer;
    const { motion, span } = request;
    const truth = found.states.map((state) => moveState(state, motion, dimension));
    return {
      request,
      course: courseOf(system, truth),
      models: entrants.flatMap((entrant, k): Forecast[] => {
        const future = models[k];
        if (!future) return [];
        const predicted = statesIn(future.states, span);
        const carried = statesIn(future.given, span).map((state) => moveState(state, motion, dimension));
        const comparison = compare(system, truth, { predicted, carried, potential: future.potential });
        return [{ ...entrant, predicted, carried, forces: future.forces, comparison }];
      }),
    };
  }, [answer, found, system, entrants, dimension]);
  const shown = useLast(known, system);
  if (!shown || (found && "refusal" in found)) return null;
  const { motion, starts, span, lift } = shown.request;
  return { ...shown, late: JSON.stringify({ motion, starts, span, lift }) !== JSON.stringify(wanted) };
}
