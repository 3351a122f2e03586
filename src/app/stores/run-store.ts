import { create } from "zustand";
import type { EngineEvent, ModelSummary, PerModel, Probe } from "../../engine/protocol.ts";
import type { Metrics } from "../../tasks/task.ts";

/** Everything measured so far. The arrays grow in place; a new object tells React that they did. */
export interface History {
  readonly steps: number[];
  readonly losses: PerModel<number>[];
  readonly metrics: { readonly step: number; readonly metrics: PerModel<Metrics> }[];
}

/** `building` covers opening the adapter and compiling; after `unavailable` and `lost` nothing runs. */
type Status = "building" | "ready" | "unavailable" | "lost";

interface RunState {
  readonly status: Status;
  /** What a visitor should know about the status, in words. */
  readonly reason: string;
  readonly running: boolean;
  readonly step: number;
  readonly speed: number;
  readonly summary: ModelSummary | null;
  readonly history: History;
  readonly probe: Probe | null;
  readonly problems: readonly string[];
  report(...problems: string[]): void;
  dismissProblems(): void;
  receive(event: EngineEvent): void;
}

const emptyHistory = (): History => ({ steps: [], losses: [], metrics: [] });

export const useRun = create<RunState>()((set, get) => ({
  status: "building",
  reason: "",
  running: false,
  step: 0,
  speed: 0,
  summary: null,
  history: emptyHistory(),
  probe: null,
  problems: [],
  report: (...problems) => set((state) => ({ problems: [...new Set([...state.problems, ...problems])] })),
  dismissProblems: () => set({ problems: [] }),
  receive(event) {
    const { history } = get();
    if (event.type === "progress") {
      for (const { step, loss } of event.steps) {
        history.steps.push(step);
        history.losses.push(loss);
      }
      set({ step: event.steps.at(-1)?.step ?? get().step, speed: event.speed, history: { ...history } });
    } else if (event.type === "metrics") {
      history.metrics.push({ step: event.step, metrics: event.metrics });
      set({ history: { ...history } });
    } else if (event.type === "running") {
      // Going back to an earlier step (reset, or the last good state) takes what came after it off the charts.
      const kept = {
        steps: history.steps.filter((step) => step <= event.step),
        losses: history.losses.filter((_, k) => (history.steps[k] as number) <= event.step),
        metrics: history.metrics.filter(({ step }) => step <= event.step),
      };
      set({ running: event.running, step: event.step, history: kept });
    } else if (event.type === "problem") get().report(event.message);
    else set({ status: "lost", reason: event.reason, running: false });
  },
}));

/** What the engine last answered about a task; null while it is still about another. */
export function useProbe<Task extends Probe["task"]>(task: Task): Extract<Probe, { task: Task }> | null {
  return useRun(({ probe }) => (probe?.task === task ? (probe as Extract<Probe, { task: Task }>) : null));
}

/** A new model is in place: its history starts empty. */
export function beginHistory(summary: ModelSummary): void {
  useRun.setState({ status: "ready", reason: "", summary, history: emptyHistory(), step: 0, speed: 0 });
}
