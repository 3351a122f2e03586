import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";
import type { Snapshot } from "../training/trainer.ts";
import type { History } from "./history.ts";
import type { PerModel } from "./protocol.ts";

/** A training run as it is kept: what it takes to go on with it in another visit. */
export interface Run {
  /** Its settings, as a link's text. */
  readonly link: string;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly kept: number;
  readonly snapshots: PerModel<Snapshot>;
  readonly history: History;
}

/** What a visitor chooses a run by. */
export type RunHead = Pick<Run, "link" | "step" | "kept"> & { readonly id: string };

/** Where runs are kept, by id. */
export interface RunStore {
  heads(): Promise<RunHead[]>;
  get(id: string): Promise<Run | undefined>;
  set(id: string, run: Run): Promise<void>;
  delete(id: string): Promise<void>;
}

/** Runs that are kept; older ones give way. */
const MOST_RUNS = 3;

/** The page's runs, in IndexedDB, the newest first. Heads lie apart: a run may be many megabytes. */
export function runDatabase(onRefusal: OnRefusal): RunStore {
  const runs = new Shelf<Run>("runs", "by-id", onRefusal);
  const known = new Shelf<RunHead>("run-heads", "by-id", onRefusal);
  const heads = async () => [...(await known.entries()).values()].sort((a, b) => b.kept - a.kept);
  const remove = async (id: string) => {
    await known.delete(id);
    await runs.delete(id);
  };
  return {
    heads,
    get: (id) => runs.get(id),
    async set(id, run) {
      const { link, step, kept } = run;
      await runs.set(id, run);
      await known.set(id, { id, link, step, kept });
      for (const { id: old } of (await heads()).slice(MOST_RUNS)) await remove(old);
    },
    delete: remove,
  };
}
