import type { Metrics } from "../tasks/task.ts";
import type { EngineEvent } from "./protocol.ts";

/** Everything measured in a run so far. The arrays grow in place; a new object tells readers that they did. */
export interface History {
  readonly steps: number[];
  /** One an entrant, null where it rested. */
  readonly losses: (readonly (number | null)[])[];
  readonly metrics: { readonly step: number; readonly metrics: readonly (Metrics | null)[] }[];
}

export const emptyHistory = (): History => ({ steps: [], losses: [], metrics: [] });

/** What came up to a step: a run that goes back takes the rest off its charts. */
const upTo = ({ steps, losses, metrics }: History, last: number): History => ({
  steps: steps.filter((step) => step <= last),
  losses: losses.filter((_, k) => (steps[k] as number) <= last),
  metrics: metrics.filter(({ step }) => step <= last),
});

/** The history with what an event adds to it, or takes away. */
export function extended(history: History, event: EngineEvent): History {
  if (event.type === "progress") {
    for (const { step, losses } of event.steps) {
      history.steps.push(step);
      history.losses.push(losses);
    }
    return { ...history };
  }
  if (event.type === "metrics") {
    history.metrics.push({ step: event.step, metrics: event.metrics });
    return { ...history };
  }
  return event.type === "running" ? upTo(history, event.step) : history;
}

/** As many losses as a chart can show are worth keeping. */
const MOST_LOSSES = 4000;

/** A history short enough to be kept: every k-th loss. */
export function thinned({ steps, losses, metrics }: History, most = MOST_LOSSES): History {
  const apart = Math.max(1, Math.ceil(steps.length / most));
  const kept = <T>(list: readonly T[]) => list.filter((_, k) => k % apart === 0);
  return { steps: kept(steps), losses: kept(losses), metrics: [...metrics] };
}
