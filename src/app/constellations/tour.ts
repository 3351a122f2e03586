import { partsOf } from "../../config/comparison.ts";
import { models } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import type { View } from "../../config/view.ts";
import { groupOf } from "../../lie/registry.ts";
import { symmetriesOf } from "../survey/reasons.ts";

/** What to do, what it shows, and how the page sees that it was done. */
interface Act {
  readonly say: (config: Config) => string;
  readonly done: (view: View, before: View) => boolean;
}

const changed =
  (...names: readonly (keyof View)[]) =>
  (view: View, before: View): boolean =>
    names.some((name) => view[name] !== before[name]);

const own = models.lietransformer.title;

/** What to do first, and what will happen. */
export function promise(config: Config): string {
  const [model, other] = [models[config.model].title, models["set-transformer"].title];
  const beside = partsOf(config, ["set-transformer"]).includes("set-transformer");
  const handle = dimensionOf(config) === 2 ? "the ring around it" : "its rings";
  const group = groupOf(config);
  const { rotation, translation } = group.invariance;
  if (rotation === "none" && translation !== true)
    return `Move the cloud: ${config.group} holds ${symmetriesOf(group)}; anything else may change the ${model}'s answer${beside ? ` like the ${other}'s` : ""}.`;
  if (rotation === "none")
    return beside
      ? `Drag the cloud: the ${model}'s answer stays, the ${other}'s need not. Turn it, and neither need.`
      : `Drag the cloud: the ${model}'s answer stays. Turn it, and it need not.`;
  const turned = rotation === "grid" ? ", by a quarter turn" : rotation === "vertical" ? ", about z alone" : "";
  return `Turn the cloud by ${handle}${turned}: the ${model}'s answer stays${beside ? `, the ${other}'s does not` : ""}.`;
}

/** The acts of a first visit, one after the other; the first is what the page says above its picture anyway. */
export const acts: readonly Act[] = [
  {
    say: promise,
    done: changed("rotate", "yaw", "pitch", "x", "y", "z"),
  },
  {
    say: (config) =>
      groupOf(config).invariance.reflection
        ? `Tick Mirror image below the picture: ${config.group} holds mirror images, so the ${own}'s answer stays.`
        : `Tick Mirror image below the picture: ${config.group} lacks mirror images, so the ${own}'s answer may change too.`,
    done: changed("mirror"),
  },
  {
    say: () => "Click a point: lines show which points it attends to, and each box beside the picture is a head.",
    done: changed("point"),
  },
  {
    say: () => "Open the Laboratory: what a head gives a point by its place, drawn over the group.",
    done: ({ show }) => show === "laboratory",
  },
];
