import type { Metrics } from "../task.ts";

/** Answers by truth: of the clouds that hold `truth` of a pattern, the share that was counted as each number. */
export interface Confusion {
  readonly set: string;
  readonly pattern: string;
  /** [truth][answer]; NaN where no cloud holds as many. */
  readonly shares: readonly (readonly number[])[];
}

const PREFIX = "confusion";

/** As metrics, which have names and numbers alone. */
export const confusionMetrics = (confusions: readonly Confusion[]): Metrics =>
  Object.fromEntries(
    confusions.flatMap(({ set, pattern, shares }) =>
      shares.flatMap((row, truth) =>
        row.map((share, answer) => [[PREFIX, set, pattern, truth, answer].join(":"), share] as const),
      ),
    ),
  );

/** What `confusionMetrics` wrote. */
export function confusionIn(metrics: Metrics): Confusion[] {
  const found = new Map<string, { set: string; pattern: string; shares: number[][] }>();
  for (const [name, share] of Object.entries(metrics)) {
    const [prefix, set = "", pattern = "", truth, answer] = name.split(":");
    if (prefix !== PREFIX) continue;
    const key = `${set}:${pattern}`;
    const confusion = found.get(key) ?? { set, pattern, shares: [] };
    found.set(key, confusion);
    const row = confusion.shares[Number(truth)] ?? [];
    row[Number(answer)] = share;
    confusion.shares[Number(truth)] = row;
  }
  return [...found.values()];
}
