import * as v from "valibot";
import type { Shape } from "../autograd/shape.ts";
import { readSafetensors, writeSafetensors } from "../training/safetensors.ts";
import type { Checkpoint, Snapshot } from "../training/trainer.ts";
import type { Run } from "./runs.ts";

/** A run as one file: safetensors, its numbers as tensors, all else as metadata. */
const FORMAT_NAME = "lietransformer-playground run";
const FORMAT = `${FORMAT_NAME} 1`;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const losses = v.array(v.nullable(v.number()));
const about = v.object({
  link: v.string(),
  step: count,
  kept: count,
  trained: v.pipe(v.number(), v.minValue(0)),
  /** Steps of each entrant's last good state and of its best, null for one that has none. */
  snapshots: v.array(
    v.nullable(v.object({ last: count, best: v.nullable(v.object({ step: count, score: v.number() })) })),
  ),
  history: v.object({
    steps: v.array(count),
    losses: v.array(losses),
    metrics: v.array(v.object({ step: count, metrics: v.array(v.nullable(v.record(v.string(), v.number()))) })),
  }),
});

/**
 * A run as a file.
 * @param resumable whether training can go on from it: else the optimiser's state, two thirds of it, is left out
 */
export function writeRun(run: Run, { resumable }: { readonly resumable: boolean }): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, { shape: Shape; data: Float32Array }>();
  const add = (name: string, { parameters, moments }: Checkpoint) => {
    tensors.set(`${name}.parameters`, { shape: [parameters.length], data: parameters });
    if (resumable) tensors.set(`${name}.moments`, { shape: [2, parameters.length], data: moments });
  };
  run.snapshots.forEach((snapshot, k) => {
    if (snapshot) add(`${k}.last`, snapshot.last);
    if (snapshot?.best && resumable) add(`${k}.best`, snapshot.best.checkpoint);
  });
  const { link, step, kept, trained, history } = run;
  const snapshots = run.snapshots.map(
    (snapshot) =>
      snapshot && {
        last: snapshot.last.step,
        best: snapshot.best && resumable ? { step: snapshot.best.checkpoint.step, score: snapshot.best.score } : null,
      },
  );
  const text = JSON.stringify({ link, step, kept, trained, snapshots, history });
  return writeSafetensors(tensors, { format: FORMAT, run: text });
}

/** Whether a file says that it is a run. @throws Error where it is no safetensors file */
export const isRun = (file: Uint8Array<ArrayBuffer>): boolean =>
  readSafetensors(file).metadata.format?.startsWith(FORMAT_NAME) ?? false;

/** @throws Error that names what is wrong in a file that is no run */
export function readRun(file: Uint8Array<ArrayBuffer>): Run {
  const { metadata, tensors } = readSafetensors(file);
  if (metadata.format !== FORMAT) throw new Error(`this is no run: its format is ${metadata.format ?? "not said"}`);
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), about), metadata.run);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`this run is broken: ${v.getDotPath(issue) ?? "its description"} has ${issue.received}`);
  }
  const checkpoint = (name: string, step: number): Checkpoint => {
    const parameters = tensors.get(`${name}.parameters`);
    if (!parameters) throw new Error(`this run is broken: ${name}.parameters is missing`);
    return { step, parameters, moments: tensors.get(`${name}.moments`) ?? new Float32Array(2 * parameters.length) };
  };
  const snapshots = result.output.snapshots.map(
    (given, k): Snapshot | null =>
      given && {
        last: checkpoint(`${k}.last`, given.last),
        best: given.best && { score: given.best.score, checkpoint: checkpoint(`${k}.best`, given.best.step) },
      },
  );
  return { ...result.output, snapshots };
}
