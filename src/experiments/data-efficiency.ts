import { conflictsIn } from "../config/comparison.ts";
import { problemWith } from "../config/field.ts";
import { defaultPreset } from "../config/presets.ts";
import { type Config, fields } from "../config/schema.ts";
import type { EngineEvent } from "../engine/protocol.ts";
import { Session } from "../engine/session.ts";
import { settleOn } from "../engine/training-end.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Point, Progress, Study, Unfinished } from "./study.ts";

const passesOf = ({ systems, batch }: Config): number => Math.floor(systems / Math.min(batch, systems));

/** How often a config's training sees every system. */
const epochsOf = (config: Config): number => Math.max(1, Math.round(config.steps / passesOf(config)));

/**
 * A config with another model and size of the training set, and as many epochs: what the published curve keeps
 * (specification 8.5). Batches are as large as the training set where that is smaller.
 * @throws RangeError naming a setting that this does not go with
 */
export function configFor(base: Config, model: Point["model"], systems: number): Config {
  const sized = { ...base, model, systems, batch: Math.min(base.batch, systems) };
  const steps = epochsOf(base) * passesOf(sized);
  const evaluations = Math.max(1, Math.round(base.steps / base.evaluate));
  const config = { ...sized, steps, evaluate: Math.max(1, Math.round(steps / evaluations)) };
  for (const name of ["systems", "steps"] as const) {
    const problem = problemWith(name, fields[name], config[name]);
    if (problem) throw new RangeError(`For ${systems} systems ${problem}.`);
  }
  const [conflict] = conflictsIn(config);
  if (conflict) throw new RangeError(`${model} does not go with these settings: ${conflict.reason}.`);
  return config;
}

interface StudyOptions {
  readonly models: readonly Point["model"][];
  readonly systems: readonly number[];
  readonly openGpu: () => Promise<Gpu>;
  /** Called with every evaluation and every finished point; what it stores is what a later run goes on from. */
  readonly save: (study: Study) => Promise<void>;
  readonly tell: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Trains one model to the end, or until it is told to stop; null then. */
async function train(
  session: Session,
  events: (listener: (event: EngineEvent) => void) => void,
  config: Config,
  from: Unfinished | null,
  { signal, tell, save }: Pick<StudyOptions, "signal" | "tell"> & { save: (seconds: number) => Promise<void> },
): Promise<Point | null> {
  const { model, systems, steps } = config as Config & Pick<Point, "model">;
  await session.configure(config, defaultPreset, from?.snapshot);
  const started = performance.now();
  const seconds = () => (from?.seconds ?? 0) + (performance.now() - started) / 1000;
  const ended = Promise.withResolvers<void>();
  let step = from?.snapshot.last.step ?? 0;
  let saved = Promise.resolve();
  const stop = () => session.stop();
  signal.addEventListener("abort", stop);
  events((event) => {
    if (event.type === "progress") {
      step = event.steps.at(-1)?.step ?? step;
      tell({ model, systems, step, steps });
    } else if (event.type === "metrics") {
      // One after the other: the last written is the newest.
      saved = saved.then(() => save(seconds()));
      saved.catch(ended.reject);
    } else settleOn(event, ended);
  });
  // Stopped before it began: nobody waits for its end, nor for the device's.
  ended.promise.catch(() => {});
  tell({ model, systems, step, steps });
  try {
    if (signal.aborted) return null;
    session.train();
    await ended.promise;
    await saved;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (step < steps) {
    await save(seconds());
    return null;
  }
  const trained = seconds();
  const { metrics } = await session.test();
  const error = (states: 5 | 100) => metrics[states] ?? Number.NaN;
  return { model, systems, steps, seconds: trained, error5: error(5), error100: error(100) };
}

/**
 * Goes on with a study: trains every model on every number of systems that it has no point of yet, the small ones first.
 * @returns the study as far as it came
 * @throws RangeError where a model and a size cannot be; whatever training fails with
 */
export async function runDataEfficiency(base: Config, before: Study, options: StudyOptions): Promise<Study> {
  const { signal, save, tell } = options;
  let study = before;
  let listener: (event: EngineEvent) => void = () => {};
  const session = new Session(options.openGpu, (event) => listener(event), { compare: false });
  const keep = (change: Partial<Study>): Promise<void> => {
    study = { ...study, ...change };
    return save(study);
  };
  const wanted = options.systems
    .toSorted((a, b) => a - b)
    .flatMap((systems) => options.models.map((model) => ({ model, systems })));
  for (const { model, systems } of wanted) {
    const isIt = (other: Pick<Point, "model" | "systems">) => other.model === model && other.systems === systems;
    if (study.points.some(isIt)) continue;
    const { unfinished } = study;
    const point = await train(
      session,
      (next) => {
        listener = next;
      },
      configFor(base, model, systems),
      unfinished && isIt(unfinished) ? unfinished : null,
      {
        signal,
        tell,
        save: async (seconds) => keep({ unfinished: { model, systems, seconds, snapshot: await session.keep() } }),
      },
    );
    if (!point) break;
    await keep({ points: [...study.points, point], unfinished: null });
  }
  return study;
}
