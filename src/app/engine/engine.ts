import { lifts } from "../../config/models.ts";
import { traitsOf } from "../task-traits.ts";
import { EngineClient } from "./client.ts";
import { openWorker } from "./worker.ts";

let client: EngineClient | null = null;

/** The page's engine, which starts when it is asked for first. */
export function engine(): EngineClient {
  if (client) return client;
  client = new EngineClient(openWorker, {
    request: (config, view) => traitsOf(config).request(config, view),
    survey: (config, view) => traitsOf(config).survey?.(config, view) ?? null,
    inspection: (config, view) => (lifts(config) && traitsOf(config).inspection?.(config, view)) || null,
  });
  client.looking.followView();
  return client;
}
