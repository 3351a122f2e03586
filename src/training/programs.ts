import { compile } from "../autograd/compile.ts";
import type { Program } from "../autograd/program.ts";
import { Tape } from "../autograd/tape.ts";
import { autotune } from "../autograd/tuner.ts";
import { allOrNone } from "../gpu/all-or-none.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Objective } from "../tasks/task.ts";
import type { Model } from "./model.ts";

/** Slots of points that examples have; undefined where all have the same. */
type Slots = number | undefined;

/** A gradient for examples with so many slots. */
interface Gradient {
  readonly slots: Slots;
  readonly program: Program;
}

/** What a training step runs. */
interface StepPrograms {
  readonly gradients: readonly [Gradient, ...Gradient[]];
  /** Null where the gradient's program has the optimiser's step in it. */
  readonly update: Program | null;
}

/** What training and testing a network run, compiled for each number of slots that its examples may have. */
export class Programs {
  readonly #gpu: Gpu;
  readonly #model: Model;
  /** Ascending. */
  readonly #slots: readonly Slots[];
  #step: StepPrograms | null = null;
  readonly #tests = new Map<Slots, Promise<Program>>();

  constructor(gpu: Gpu, objective: Objective, model: Model) {
    this.#gpu = gpu;
    this.#model = model;
    this.#slots = objective.slots ?? [undefined];
  }

  /** Times the variants of all kernels in the training step that have no measurement yet. */
  tune(): Promise<unknown> {
    return autotune(this.#gpu, (tape) => this.#model.recordGradient(tape, this.#slots.at(-1)));
  }

  /** Compiles the training step; tests are begun after it, and awaited where they are needed first. */
  async compileStep(): Promise<void> {
    const { recordGradient, recordUpdate } = this.#model;
    // A software adapter's best is known, and compiling the other variants takes it seconds: only the benchmark does.
    if (this.#gpu.variants.target === "gpu") await this.tune();
    const programs = await allOrNone([
      ...this.#slots.map((slots) => this.#compiled((tape) => recordGradient(tape, slots))),
      ...(recordUpdate ? [this.#compiled(recordUpdate)] : []),
    ]);
    const gradients = this.#slots.map((slots, k): Gradient => ({ slots, program: programs[k] as Program }));
    this.#step = {
      gradients: gradients as [Gradient, ...Gradient[]],
      update: programs[this.#slots.length] ?? null,
    };
    for (const slots of this.#slots) this.test(slots).catch(() => {});
  }

  #compiled(record: Model["recordGradient"]): Promise<Program> {
    return compile(this.#gpu, record(new Tape(this.#gpu.variants)));
  }

  /** The test of examples with so many slots, compiled once. */
  test(slots: Slots): Promise<Program> {
    const known = this.#tests.get(slots) ?? this.#compiled((tape) => this.#model.recordTest(tape, slots));
    this.#tests.set(slots, known);
    return known;
  }

  get isPrepared(): boolean {
    return this.#step !== null;
  }

  get #prepared(): StepPrograms {
    if (!this.#step) throw new Error("The training step has not been compiled yet.");
    return this.#step;
  }

  /** @throws RangeError where no step was compiled for so many slots */
  gradient(slots: Slots): Program {
    const found = this.#prepared.gradients.find((own) => own.slots === slots);
    if (!found) throw new RangeError(`No training step was compiled for ${slots} slots of points.`);
    return found.program;
  }

  get update(): Program | null {
    return this.#prepared.update;
  }

  /** Of a training step whose batch is computed in so many pieces. */
  dispatches(pieces: number): number {
    // As many for any number of slots.
    const [{ program }] = this.#prepared.gradients;
    return pieces * program.dispatchCount + (this.#prepared.update?.dispatchCount ?? 0);
  }

  get bytes(): number {
    return this.#prepared.gradients.reduce((sum, { program }) => sum + program.bytes, 0);
  }

  destroy(): void {
    for (const { program } of this.#step?.gradients ?? []) program.destroy();
    this.#step?.update?.destroy();
    for (const test of this.#tests.values()) {
      test.then(
        (program) => program.destroy(),
        () => {},
      );
    }
  }
}
