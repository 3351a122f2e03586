/** What is measured of a network on data that it has not seen, as page and command line show it. */
export interface Metric {
  /** Its name among the task's metrics. */
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly better: "higher" | "lower";
  /** Range of its axis: fixed, or whole powers of ten around the values. */
  readonly scale: readonly [number, number] | "powers of ten";
  /** Another of the task's metrics, of no network: a line to compare with. */
  readonly beside?: { readonly name: string; readonly title: string };
}

/** What a task is told by while it trains. */
export interface Measures {
  /** Of the loss's axis. */
  readonly loss: "from zero" | "powers of ten";
  readonly metrics: readonly Metric[];
  /** The one that tells the best state; all together where left out. */
  readonly deciding?: string;
  /** Of the metrics, where they have one. */
  readonly unit?: string;
}

/** Orders checkpoints by what was measured: the higher, the better; the worst where something is missing. */
export const scoreOf = ({ metrics, deciding }: Measures, measured: Readonly<Record<string, number>>): number =>
  metrics
    .filter(({ name }) => name === (deciding ?? name))
    .reduce((sum, { name, better }) => {
      const value = measured[name];
      if (value === undefined) return Number.NEGATIVE_INFINITY;
      return sum + (better === "higher" ? value : -value);
    }, 0);
