/** What the settings of networks must know of events that they may learn from. */
interface EventTraits {
  readonly title: string;
  /** Kinds of events. */
  readonly types: number;
  /** What one sequence is called. */
  readonly sequence: string;
  /** That times are in. */
  readonly unit: { readonly name: "days" | "hours"; readonly symbol: "d" | "h" };
  /** The longest time between two events at which kernels are shown. */
  readonly span: number;
  /** Whether events have a place on the globe. */
  readonly placed?: boolean;
}

export const eventSourceNames = ["gap-clock", "renewal", "badges", "earthquakes"] as const;

const days = { name: "days", symbol: "d" } as const;

export const eventSources: Readonly<Record<(typeof eventSourceNames)[number], EventTraits>> = {
  "gap-clock": {
    title:
      "Where more than a day lies before a symbol, the next one is the symbol after it (after the last the first), else the same, but for noise",
    types: 5,
    sequence: "sequence",
    unit: days,
    span: 30,
  },
  renewal: {
    title: "Events come at independent gaps, each of the kind of an earlier one, likelier at the same time of day",
    types: 4,
    sequence: "sequence",
    unit: days,
    span: 3,
  },
  badges: {
    title: "Which badge a user of Stack Overflow is given next",
    types: 22,
    sequence: "user",
    unit: days,
    span: 60,
  },
  earthquakes: {
    title: "Which region the next earthquake is reported from",
    types: 10,
    sequence: "stretch",
    unit: { name: "hours", symbol: "h" },
    span: 6,
    placed: true,
  },
};
