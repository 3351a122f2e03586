import { lifts, models } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { groupOf } from "../../lie/registry.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";

/** What to do, and what will happen. */
function promise(config: Config): string {
  const [own, other] = [models[config.model].title, models["set-transformer"].title];
  const handle = dimensionOf(config) === 2 ? "the ring around it" : "its rings";
  const turned = { any: "", grid: ", by a quarter turn", none: "" }[groupOf(config).invariance.rotation];
  if (groupOf(config).invariance.rotation === "none") {
    return `Drag the cloud: the ${own}'s answer stays, the ${other}'s need not. Turn it, and neither need.`;
  }
  return `Turn the cloud by ${handle}${turned}: the ${own}'s answer stays, the ${other}'s does not.`;
}

/** One sentence while the networks are as they came with the page. */
export function Lead() {
  const asShipped = useRun((state) => state.asShipped);
  const config = useConfig((state) => state.config);
  if (!asShipped || !lifts(config)) return null;
  return <p className="lead">These networks are trained. {promise(config)}</p>;
}
