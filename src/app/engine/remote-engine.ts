import type { Engine, EngineListener } from "../../engine/protocol.ts";

/** An engine in its worker: everything it does takes a message. */
export type RemoteEngine = {
  [Name in keyof Engine]: Engine[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Awaited<Answer>>
    : never;
};

/** How an engine is started: it tells the listener what happens. */
export type OpenEngine = (listener: EngineListener) => Promise<RemoteEngine>;
