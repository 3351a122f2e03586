import { create } from "zustand";
import { Choice } from "../../storage/choice.ts";
import { noteRefusal } from "./storage-store.ts";

const kept = new Choice("tour", noteRefusal);
const DONE = "done";

interface TourState {
  /** Acts done so far; null where there is no tour, or no more. */
  readonly step: number | null;
}

/** The tour of a first visit. */
export const useTour = create<TourState>()(() => ({ step: kept.read() === DONE ? null : 0 }));

/** The visitor did what a step waits for. */
export function advanceTour(from: number, steps: number): void {
  if (useTour.getState().step !== from) return;
  if (from + 1 < steps) useTour.setState({ step: from + 1 });
  else endTour();
}

/** No tour from now on, in later visits neither. */
export function endTour(): void {
  kept.write(DONE);
  useTour.setState({ step: null });
}

export const startTour = (): void => useTour.setState({ step: 0 });
