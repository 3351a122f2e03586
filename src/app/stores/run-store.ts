import { useMemo } from "react";
import { create } from "zustand";
import { emptyHistory, extended, type History } from "../../engine/history.ts";
import type { EngineEvent, EntrantSummary, ModelSummary } from "../../engine/protocol.ts";
import type { Recording } from "../../engine/recording.ts";
import type { RunHead } from "../../engine/runs.ts";
import type { Inspection } from "../../tasks/inspection.ts";
import type { Probe } from "../../tasks/registry.ts";
import type { Survey } from "../../tasks/survey.ts";
import { noteRefusal } from "./storage-store.ts";

interface RunState {
  /** Why there is no GPU to begin with, in words. */
  readonly unavailable: string | null;
  /** Builds that are under way. */
  readonly building: number;
  /** The last device that was lost, counted as the engine counts them, and what a visitor should know about it. */
  readonly lost: { readonly device: number; readonly reason: string } | null;
  readonly running: boolean;
  /** Files of data that have come, of so many, while they are awaited. */
  readonly loading: { readonly done: number; readonly of: number } | null;
  readonly step: number;
  readonly speed: number;
  /** Milliseconds that a step of each entrant takes, null where it rests. */
  readonly milliseconds: readonly (number | null)[];
  readonly summary: ModelSummary | null;
  readonly history: History;
  /** Whether it is, or is about to be, as it came with the page: trained elsewhere, nothing done to it yet. */
  readonly asShipped: boolean;
  readonly probe: Probe | null;
  readonly survey: Survey | null;
  /** The inside of the asked network's attention, while somebody looks at it. */
  readonly inspection: Inspection | null;
  /** Whether the networks that run have given them: else they are of those before, or recorded. */
  readonly answered: boolean;
  readonly surveyed: boolean;
  /** What stands in for answers until then, if the networks come with the page. */
  readonly recording: Recording | null;
  readonly problems: readonly string[];
  /** What could not be read in the link that was opened last. */
  readonly linkProblems: readonly string[];
  /** Runs that are kept beside this one, the newest first, when they were listed last. */
  readonly runs: readonly RunHead[];
  /** The one of an earlier visit that is offered. */
  readonly offer: RunHead | null;
  report(...problems: string[]): void;
  dismissProblems(): void;
  receive(event: EngineEvent): void;
}

export const useRun = create<RunState>()((set, get) => ({
  unavailable: null,
  building: 0,
  lost: null,
  running: false,
  loading: null,
  step: 0,
  speed: 0,
  milliseconds: [],
  summary: null,
  history: emptyHistory(),
  asShipped: false,
  probe: null,
  survey: null,
  inspection: null,
  answered: false,
  surveyed: false,
  recording: null,
  problems: [],
  linkProblems: [],
  runs: [],
  offer: null,
  report: (...problems) => set((state) => ({ problems: [...new Set([...state.problems, ...problems])] })),
  dismissProblems: () => set({ problems: [], linkProblems: [] }),
  receive(event) {
    if (event.type === "problem") get().report(event.message);
    else if (event.type === "lost") set({ lost: { device: event.device, reason: event.reason }, running: false });
    else if (event.type === "loading")
      set({ loading: event.done < event.of ? { done: event.done, of: event.of } : null });
    else if (event.type === "unkept") noteRefusal(event.reason);
    else if (event.type === "prepared")
      set(({ summary }) => ({ summary: summary && { ...summary, entrants: event.entrants } }));
    else {
      set({ history: extended(get().history, event) });
      if (event.type === "running") {
        set(({ asShipped, summary, step }) => ({
          running: event.running,
          step: event.step,
          summary: summary && { ...summary, finished: event.finished },
          asShipped: asShipped && (!summary || (!event.running && event.step === step)),
        }));
      }
      if (event.type === "progress")
        set({ step: event.steps.at(-1)?.step ?? get().step, speed: event.speed, milliseconds: event.milliseconds });
    }
  },
}));

/** `building` covers opening the adapter and compiling; after `unavailable` and `lost` nothing runs. */
type Status = "building" | "ready" | "unavailable" | "lost";

/** A lost device stays lost, whatever else is reported about it: only a model on a later one is ready again. */
export function statusOf({ unavailable, building, lost, summary }: RunState): Status {
  if (unavailable !== null) return "unavailable";
  if (building > 0) return "building";
  if (lost && lost.device >= (summary?.device ?? 0)) return "lost";
  return summary ? "ready" : "building";
}

/** What the engine last answered about a task; null while it is still about another. */
export function useProbe<Task extends Probe["task"]>(task: Task): Extract<Probe, { task: Task }> | null {
  return useRun(({ probe }) => (probe?.task === task ? (probe as Extract<Probe, { task: Task }>) : null));
}

/** A model is in place, with the history of the run that it goes on with. */
export function beginRun(summary: ModelSummary, step = 0, history: History = emptyHistory(), asShipped = false): void {
  const { recording } = useRun.getState();
  const survey = (asShipped && recording?.survey) || null;
  useRun.setState({
    summary,
    history,
    step,
    asShipped,
    survey,
    inspection: null,
    running: false,
    answered: false,
    surveyed: false,
    speed: 0,
    milliseconds: [],
  });
}

/** Shows what was recorded, where nothing has answered yet. */
export function playBack(recording: Recording): void {
  const { answered, surveyed, summary, step, history } = useRun.getState();
  useRun.setState({
    recording,
    ...(answered ? {} : { probe: recording.probe }),
    ...(surveyed ? {} : { survey: recording.survey }),
    ...(summary ? { step, history } : { step: recording.step, history: recording.history }),
  });
}

/** Whether what is shown was recorded. */
export const isRecorded = ({ recording, answered, asShipped }: RunState): boolean =>
  recording !== null && asShipped && !answered;

/** One of the networks that train side by side, and how it is drawn. */
export interface Entrant extends EntrantSummary {
  readonly colour: EntrantColour;
}

/** Colours of entrants, the asked one's first: names of the style sheet's. */
const entrantColours = ["accent", "second", "third", "fourth"] as const;
export type EntrantColour = (typeof entrantColours)[number];

const none: readonly EntrantSummary[] = [];

/** The networks that train, the asked one first; none until they are built. */
export function useEntrants(): readonly Entrant[] {
  const entrants = useRun(
    (state) => state.summary?.entrants ?? (isRecorded(state) ? state.recording?.entrants : null) ?? none,
  );
  return useMemo(
    () => entrants.map((entrant, k) => ({ ...entrant, colour: entrantColours[k] as EntrantColour })),
    [entrants],
  );
}
