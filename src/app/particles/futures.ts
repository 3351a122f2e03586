import { useMemo } from "react";
import { dimensionOf } from "../../config/schema.ts";
import { startsOf } from "../../config/starts.ts";
import { type Motion, moveState } from "../../tasks/motion.ts";
import { type Comparison, compare, courseOf, statesIn } from "../../tasks/particles/measures.ts";
import { placed, testSystem, trueStates } from "../../tasks/particles/roll-out.ts";
import { fieldOf, type ParticleSystem, type State } from "../../tasks/particles/systems.ts";
import { modelTitles } from "../models.ts";
import { motionOf } from "../motion.ts";
import type { Series } from "../panels/chart.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { useView } from "../stores/view-store.ts";

/** What really happens, from the start that the page shows now. */
export interface Truth {
  readonly system: ParticleSystem;
  readonly motion: Motion;
  /** The start before the motion. */
  readonly start: State;
  /** From the moved start. */
  readonly states: readonly State[];
  /** Length of one in the picture: the farthest place of the motion as drawn is at REACH. */
  readonly unit: number;
  /** Length of the strongest force on a particle on the way. */
  readonly strongest: number;
}

/** What a model says will happen. */
export interface Forecast {
  readonly which: "model" | "baseline";
  readonly title: string;
  readonly colour: Series["colour"];
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

/** The start and motion that the page shows. */
function useWanted() {
  const { rotate, yaw, pitch, x, y, z, starts, span, lift } = useView();
  const config = useConfig((state) => state.config);
  const dimension = dimensionOf(config);
  return useMemo(
    () => ({
      motion: motionOf({ rotate, yaw, pitch, x, y, z }, dimension),
      starts: startsOf(starts, config.particles, dimension),
      span,
      lift,
    }),
    [rotate, yaw, pitch, x, y, z, starts, span, lift, config, dimension],
  );
}

/** How far from the origin the picture of the motion as drawn goes: nearly to the ring that turns it. */
const REACH = 1.2;

/** Length of the longest vector [n, d] in some lists; 1 where all are zero. */
function longest(lists: readonly Float64Array[], dimension: number): number {
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

/** Computed on the page: it follows the hand at once, the engine's answer comes after. */
export function useTruth(): Truth {
  const { system, start: given } = useSystem();
  const { motion, starts, span } = useWanted();
  const unit = useMemo(() => {
    const places = trueStates(system, given, span).map((state) => state.subarray(0, state.length / 2));
    return longest(places, system.dimension) / REACH;
  }, [system, given, span]);
  return useMemo(() => {
    const dimension = system.dimension as 2 | 3;
    const start = placed(given, starts, dimension);
    const states = trueStates(system, moveState(start, motion, dimension), span);
    const field = fieldOf(system);
    const forces = states.map((state) => field(state).subarray(state.length / 2));
    return { system, motion, start, states, unit, strongest: longest(forces, dimension) };
  }, [system, given, starts, motion, span, unit]);
}

/** Null until the engine has said something about the system that is looked at. */
export function useForecasts(): Forecasts | null {
  const { system, start: given } = useSystem();
  const probe = useProbe("particles");
  const wanted = useWanted();
  const config = useConfig((state) => state.config);
  const answer = useMemo(
    () => (probe && JSON.stringify(probe.system) === JSON.stringify(system) ? probe : null),
    [probe, system],
  );
  const known = useMemo(() => {
    if (!answer) return null;
    const { models, request } = answer;
    const { motion, span } = request;
    const dimension = dimensionOf(config);
    const truth = trueStates(system, moveState(placed(given, request.starts, dimension), motion, dimension), span);
    const titles = modelTitles(config);
    const told = [
      { which: "model", title: titles[0], colour: "accent", future: models.main },
      { which: "baseline", title: titles[1] ?? "", colour: "muted", future: models.baseline },
    ] as const;
    return {
      course: courseOf(system, truth),
      models: told.flatMap(({ future, ...model }): Forecast[] => {
        if (!future) return [];
        const predicted = statesIn(future.states, span);
        const carried = statesIn(future.given, span).map((state) => moveState(state, motion, dimension));
        const comparison = compare(system, truth, { predicted, carried, potential: future.potential });
        return [{ ...model, predicted, carried, forces: future.forces, comparison }];
      }),
    };
  }, [answer, system, given, config]);
  if (!known || !answer) return null;
  const { motion, starts, span, lift } = answer.request;
  return { ...known, late: JSON.stringify({ motion, starts, span, lift }) !== JSON.stringify(wanted) };
}
