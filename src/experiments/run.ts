import { parseLink } from "../config/link.ts";
import { defaultPreset } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import type { DataFiles } from "../data/data-files.ts";
import type { EngineEvent } from "../engine/protocol.ts";
import { Session } from "../engine/session.ts";
import { settleOn } from "../engine/training-end.ts";
import type { Gpu } from "../gpu/device.ts";
import { configs } from "./configs.ts";
import { type Choice, type ConfigFor, choicesOf, sameChoice } from "./experiment.ts";
import type { Progress, Result, Study, Unfinished } from "./study.ts";

interface StudyOptions {
  /** Options of every axis, in the order in which they are trained. */
  readonly wanted: readonly (readonly string[])[];
  readonly openGpu: () => Promise<Gpu>;
  /** Called with every evaluation and every result; what it stores is what a later run goes on from. */
  readonly save: (study: Study) => Promise<void>;
  readonly tell: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** Where data come from, for tasks that have some. */
  readonly files: DataFiles;
  /** Keeps what a choice has trained, as the file of a run (`engine/run-file.ts`). */
  readonly keepRun?: (choice: Choice, file: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** Trains one network to the end, or until it is told to stop; null then. */
async function train(
  session: Session,
  events: (listener: (event: EngineEvent) => void) => void,
  { choice, config }: { choice: Choice; config: Config },
  from: Unfinished | null,
  {
    signal,
    tell,
    save,
    keepRun,
  }: Pick<StudyOptions, "signal" | "tell" | "keepRun"> & { save: (seconds: number) => Promise<void> },
): Promise<Result | null> {
  const { steps } = config;
  const stop = () => {
    session.stop();
    session.stopLoading();
  };
  signal.addEventListener("abort", stop);
  // Told to stop while data are read, it has nothing to tell.
  const configured = await session.configure(config, defaultPreset, from?.snapshot).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (!configured) return null;
  const started = performance.now();
  const seconds = () => (from?.seconds ?? 0) + (performance.now() - started) / 1000;
  const ended = Promise.withResolvers<void>();
  let step = from?.snapshot.last.step ?? 0;
  let saved = Promise.resolve();
  events((event) => {
    if (event.type === "progress") {
      step = event.steps.at(-1)?.step ?? step;
      tell({ choice, step, steps });
    } else if (event.type === "metrics") {
      // One after the other: the last written is the newest.
      saved = saved.then(() => save(seconds()));
      saved.catch(ended.reject);
    } else settleOn(event, ended);
  });
  // Stopped before it began: nobody waits for its end, nor for the device's.
  ended.promise.catch(() => {});
  tell({ choice, step, steps });
  try {
    if (signal.aborted) return null;
    session.train();
    await ended.promise;
    await saved;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (signal.aborted && step < steps) {
    await save(seconds());
    return null;
  }
  const trained = seconds();
  const { metrics, details } = await session.test(true);
  await keepRun?.(choice, await session.runFile({ resumable: true }));
  return { choice, steps: step, seconds: trained, metrics: { ...metrics, ...details } };
}

/**
 * Goes on with a study: trains every network that it has no result of yet.
 * @returns the study as far as it came
 * @throws RangeError where a choice and the settings cannot be; whatever training fails with
 */
export async function runStudy(before: Study, options: StudyOptions): Promise<Study> {
  const { save, wanted } = options;
  const configFor = configs[before.experiment] as ConfigFor;
  const base = parseLink(before.base).config;
  let study = before;
  let listener: (event: EngineEvent) => void = () => {};
  const session = new Session(options.openGpu, (event) => listener(event), { files: options.files });
  const keep = (change: Partial<Study>): Promise<void> => {
    study = { ...study, ...change };
    return save(study);
  };
  for (const choice of choicesOf(wanted)) {
    const isIt = (other: Pick<Result, "choice">) => sameChoice(other.choice, choice);
    if (study.results.some(isIt)) continue;
    const { unfinished } = study;
    const result = await train(
      session,
      (next) => {
        listener = next;
      },
      // Alone: another choice is what it is compared with, and a run of it says so.
      { choice, config: { ...configFor(base, choice), compare: "none" } },
      unfinished && isIt(unfinished) ? unfinished : null,
      {
        ...options,
        save: async (seconds) => keep({ unfinished: { choice, seconds, snapshot: await session.keep() } }),
      },
    );
    if (!result) break;
    await keep({ results: [...study.results, result], unfinished: null });
  }
  return study;
}
