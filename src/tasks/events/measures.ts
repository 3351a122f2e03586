import type { Config } from "../../config/schema.ts";
import type { Measures } from "../metric.ts";

const besides: Readonly<
  Record<Config["events"], { readonly name: string; readonly title: string; readonly help: string }>
> = {
  "gap-clock": {
    name: "best",
    title: "best possible",
    help: "what can be known at best, 0.92; by order alone it is 0.47",
  },
  renewal: { name: "best", title: "who knows the kernel", help: "whoever knows the true kernel" },
  earthquakes: {
    name: "reference",
    title: "first-order Markov",
    help: "whoever names the region that followed the last one most often",
  },
  badges: {
    name: "reference",
    title: "first-order Markov",
    help: "whoever names what follows the last badge most often",
  },
};

export function measuresOf({ events }: Config): Measures {
  const { help, ...beside } = besides[events];
  return {
    loss: "from zero",
    metrics: [
      {
        name: "accuracy",
        title: "Right answers",
        help: `Share of the next events of validation sequences whose kind is told. Dotted: ${help}`,
        better: "higher",
        scale: [0, 1],
        beside,
      },
    ],
  };
}
