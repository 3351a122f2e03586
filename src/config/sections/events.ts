import { eventSourceNames } from "../event-sources.ts";
import { choice, whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["events"] };

export const fields = {
  events: choice(
    [
      "Events",
      "gap-clock: symbols that go on where a gap was longer than a day. renewal: kinds that come back at the same time of day, by a kernel that is known. badges: of 1000 users of Stack Overflow. earthquakes: of a week, with their places on the globe.",
    ],
    eventSourceNames,
    "gap-clock",
  ),
  history: whole(["History", "Events of a sequence; of longer ones, some that follow each other."], 4, 256, 32),
  asked: choice(
    [
      "Asked at",
      "Times that gaps are counted from: the last event's own, or the next one's, of which the kind is asked then.",
    ],
    ["event", "next"],
    "event",
  ),
} as const;
