/** What the settings of networks must know of events that they may learn from. Times are in days. */
interface EventTraits {
  readonly title: string;
  /** Kinds of events. */
  readonly types: number;
  /** What one sequence is called. */
  readonly sequence: string;
}

export const eventSourceNames = ["gap-clock", "renewal", "badges"] as const;

export const eventSources: Readonly<Record<(typeof eventSourceNames)[number], EventTraits>> = {
  "gap-clock": {
    title: "A symbol goes one on after a gap of more than a day, and stays after a shorter one, but for noise",
    types: 5,
    sequence: "sequence",
  },
  renewal: {
    title: "Events come at independent gaps, each of the kind of an earlier one, likelier at the same time of day",
    types: 4,
    sequence: "sequence",
  },
  badges: {
    title: "Which badge a user of Stack Overflow is given next",
    types: 22,
    sequence: "user",
  },
};
