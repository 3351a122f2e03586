import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Parameters } from "../nn/parameters.ts";
import type { Batch, Objective } from "../tasks/task.ts";

type Stage = "data" | "lift" | "pairs" | "features" | "loss" | "gradient";

/** What usually makes values of a stage other than finite, and what helps. */
const causes: Readonly<Record<Stage, string>> = {
  data: "The step's own data are at fault, not the network.",
  lift: "Points lie where the group has no element: choose another group, or move them.",
  pairs:
    "Some elements are too far apart for the group's logarithm: choose a narrower box or bound on pairs, or another group.",
  features: "Numbers have grown beyond float32: try a smaller learning rate, a block norm, or fewer layers.",
  loss: "Numbers have grown beyond float32: try a smaller learning rate.",
  gradient:
    "The values are finite and a derivative is not: a slope has grown beyond float32 (a smaller learning rate, a block norm), or points coincide where one has no slope.",
};

/** The first value of a training step that is not finite. */
export interface Diagnosis {
  /** Its name, as it stands in a sentence. */
  readonly tensor: string;
  readonly advice: string;
}

/** Whether all of them are finite. */
export const allFinite = (values: ArrayLike<number>): boolean => Array.prototype.every.call(values, Number.isFinite);

/**
 * Looks through a piece of a training step for the first value that is not finite, with the parameters that it began with.
 * @param size examples of the piece
 * @param slots of points that they have, where that differs
 * @returns null where everything up to the gradients is finite
 */
export async function diagnose(
  gpu: Gpu,
  objective: Objective,
  parameters: Parameters,
  batch: Batch,
  size: number,
  slots?: number,
): Promise<Diagnosis | null> {
  const found = (stage: Stage, tensor: string): Diagnosis => ({ tensor, advice: causes[stage] });
  const bad = Object.entries(batch).find(([, values]) => !allFinite(values));
  if (bad) return found("data", `the input ${bad[0]}`);
  const tape = new Tape(gpu.variants, { watch: true });
  const stored = parameters.record(tape);
  const loss = objective.recordLoss(tape, stored, size, new Map(), slots);
  const watched = [...(tape.watched ?? [])];
  const trained = parameters.layout.stored.filter((tensor) => tensor.trained).map(({ name }) => name);
  const slopes = gradients(
    loss,
    trained.map((name) => stored.get(name) as Tensor),
  );
  const looked: { stage: Stage; name: string; tensor: Tensor }[] = [
    ...watched,
    { stage: "loss", name: "the loss", tensor: loss },
    ...slopes.map((tensor, k) => ({ stage: "gradient" as const, name: `the gradient of ${trained[k]}`, tensor })),
  ];
  const outputs = Object.fromEntries(looked.map(({ name, tensor }) => [name, tensor]));
  const program = await compile(gpu, outputs, { merge: false });
  try {
    for (const [name, data] of Object.entries(batch)) program.write(name, data);
    program.run();
    for (const { stage, name } of looked) {
      // One after the other: together they may be larger than a buffer.
      const values = (await program.read(name))[name] as Float32Array;
      if (!allFinite(values)) return found(stage, name);
    }
  } finally {
    program.destroy();
  }
  return null;
}
