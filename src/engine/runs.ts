import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";
import type { Metrics } from "../tasks/task.ts";
import type { Snapshot } from "../training/trainer.ts";
import type { History } from "./history.ts";

/** A training run as it is kept: what it takes to go on with it in another visit. */
export interface Run {
  /** Its settings, as a link's text. */
  readonly link: string;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly kept: number;
  /** Milliseconds of training that it took. */
  readonly trained: number;
  /** Of every entrant; null where it has none yet. */
  readonly snapshots: readonly (Snapshot | null)[];
  readonly history: History;
}

/** What a visitor chooses a run by. */
export interface RunHead extends Pick<Run, "link" | "step" | "kept" | "trained"> {
  readonly id: string;
  /** Of the asked network, when it was measured last. */
  readonly metrics: Metrics | null;
  /** That its states take. */
  readonly bytes: number;
}

const bytesOf = ({ snapshots }: Run): number =>
  snapshots.reduce((sum, snapshot) => {
    const states = snapshot ? [snapshot.last, ...(snapshot.best ? [snapshot.best.checkpoint] : [])] : [];
    return (
      sum + states.reduce((bytes, { parameters, moments }) => bytes + parameters.byteLength + moments.byteLength, 0)
    );
  }, 0);

export function headOf(id: string, run: Run): RunHead {
  const { link, step, kept, trained, history } = run;
  const metrics = history.metrics.at(-1)?.metrics[0] ?? null;
  return { id, link, step, kept, trained, metrics, bytes: bytesOf(run) };
}

/** Where runs are kept, by id. */
export interface RunStore {
  /** The newest first. */
  heads(): Promise<RunHead[]>;
  get(id: string): Promise<Run | undefined>;
  /** @param replaces a run that is forgotten once this one is kept */
  set(id: string, run: Run, replaces: string | null): Promise<void>;
  delete(id: string): Promise<void>;
}

/** Runs that are kept: the newest, and those that took the longest to train, as far as there is room. */
const MOST_RUNS = 50;
const MOST_BYTES = 512 * 2 ** 20;

/**
 * The page's runs, in IndexedDB. Heads lie apart: a run may be many megabytes. They are written one at a time; of those
 * that come meanwhile, the last of each run.
 */
export function runDatabase(onRefusal: OnRefusal): RunStore {
  const runs = new Shelf<Run>("runs", "by-id", onRefusal);
  const known = new Shelf<RunHead>("run-heads", "by-id", onRefusal);
  const waiting = new Map<string, { readonly run: Run; readonly replaces: string | null }>();
  let writing: Promise<void> | null = null;
  const remove = async (id: string) => {
    await known.delete(id);
    await runs.delete(id);
  };
  const write = async (id: string, run: Run, replaces: string | null) => {
    // A head promises what another visit finds.
    if (!(await runs.set(id, run))) return;
    const head = headOf(id, run);
    await known.set(id, head);
    if (replaces) await remove(replaces);
    const others = [...(await known.entries()).values()]
      .filter((other) => other.id !== id)
      .sort((a, b) => b.trained - a.trained);
    let room = MOST_BYTES - head.bytes;
    for (const [k, other] of others.entries()) {
      // Heads of before runs were measured know no bytes.
      const bytes = other.bytes ?? 0;
      if (k >= MOST_RUNS - 1 || bytes > room) await remove(other.id);
      else room -= bytes;
    }
    // A tab that closed in the middle leaves a run without a head.
    const named = await known.keys();
    for (const key of await runs.keys()) if (!named.has(key)) await runs.delete(key);
  };
  const writeAll = async () => {
    while (waiting.size > 0) {
      for (const [id, { run, replaces }] of waiting) {
        await write(id, run, replaces);
        // A newer state of it may have come meanwhile, and is next.
        if (waiting.get(id)?.run === run) waiting.delete(id);
      }
    }
    writing = null;
  };
  return {
    async heads() {
      const all = await known.entries();
      // What is still being written is kept as well.
      for (const [id, { run, replaces }] of waiting) {
        all.set(id, headOf(id, run));
        if (replaces) all.delete(replaces);
      }
      return [...all.values()].sort((a, b) => b.kept - a.kept);
    },
    async get(id) {
      // What is still being written is what is kept.
      const run = waiting.get(id)?.run ?? (await runs.get(id));
      if (!run || Array.isArray(run.snapshots)) return run;
      // What was kept before networks were a list cannot be gone on with.
      await remove(id);
      return undefined;
    },
    set(id, run, replaces) {
      waiting.set(id, { run, replaces });
      writing ??= writeAll();
      return writing;
    },
    delete(id) {
      waiting.delete(id);
      return remove(id);
    },
  };
}
