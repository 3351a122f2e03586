import type { EngineEvent } from "./protocol.ts";

/** Settles what waits for training to end: fulfilled when it stops, rejected with what stopped it. */
export function settleOn(event: EngineEvent, end: PromiseWithResolvers<void>): void {
  if (event.type === "problem") end.reject(new Error(event.message));
  else if (event.type === "lost") end.reject(new Error(`The GPU device was lost: ${event.reason}`));
  else if (event.type === "running" && !event.running) end.resolve();
}
