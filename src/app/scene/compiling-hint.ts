import { isRecorded, useRun } from "../stores/run-store.ts";

/** What a picture waits for while the networks that it shows are compiled; null once they have answered. */
export function useCompilingHint(): string | null {
  const compiling = useRun(({ building, summary, answered }) => (building > 0 && !summary) || (!answered && !!summary));
  const recorded = useRun(isRecorded);
  if (!compiling) return null;
  return recorded ? "Recorded answers; compiling for your GPU…" : "Compiling the networks for your GPU…";
}
