import { compile } from "../autograd/compile.ts";
import { concat } from "../autograd/operations/concat.ts";
import { multiply, subtract, where } from "../autograd/operations/elementwise.ts";
import { gather } from "../autograd/operations/gather.ts";
import { expand, reshape, slice } from "../autograd/operations/movement.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Program } from "../autograd/program.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import { lifts } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Example } from "./example.ts";
import type { ModelInputs, Sizes } from "./models/model.ts";
import { modelOf } from "./models/registry.ts";
import type { Rung, Surveyed, SurveyRequest } from "./survey.ts";
import { COPIES, type Copy, GIVEN, ORBIT, rungOf, type SurveyPlan, surveyPlan, type Tried } from "./survey-plan.ts";
import type { Batch } from "./task.ts";
import type { Trained } from "./trained.ts";

/** An example that is surveyed, as one network sees it. */
interface SurveyedExample {
  /** That draws go by. */
  readonly index: number;
  /** Copies of it in one batch. */
  batchOf(copies: readonly Copy[]): Batch;
  /** How far the outputs of a copy are from those of the example as given. */
  changeOf(outputs: Float32Array, copy: number): number;
  /** What an answer is worth, see `Orbit`. */
  judge(outputs: Float32Array, copy: number): { readonly truth: number; readonly right: boolean };
}

/** What must be known of a task's examples to survey them. */
export interface SurveySubject {
  readonly sizes: Sizes;
  recordInputs(tape: Tape, batch: number): ModelInputs;
  open(example: Example): SurveyedExample;
}

const samplesOf = (config: Config): number => (lifts(config) ? config.samples : 1);

/** Squared change against the example as given, and its squared size, of features x [B, M, C] pooled over lift samples: [B, 2]. */
function changes(x: Tensor, mask: Tensor, back: Tensor, samples: number): Tensor {
  const [, elements, width] = x.shape as [number, number, number];
  const points = elements / samples;
  const pooled = reshape(sum(reshape(x, [COPIES, points, samples, width]), [2]), [COPIES, points, width]);
  const present = where(reshape(mask, [COPIES, points, 1]), pooled, x.tape.scalar(0));
  const inPlace = gather(present, back);
  const given = expand(slice(present, 0, GIVEN, GIVEN + 1), [COPIES, points, width]);
  const change = subtract(inPlace, given);
  const square = (y: Tensor) => reshape(sum(multiply(y, y), [1, 2]), [COPIES, 1]);
  return concat([square(change), square(given)], 1);
}

/** |y' - y| / |y| from the two squares. */
const ratio = (change: number, size: number): number => Math.sqrt(change / Math.max(size, Number.MIN_VALUE));

/** Relative change of a copy's `size` outputs against the example's as given. */
export function relativeChange(outputs: Float32Array, size: number, copy: number): number {
  let change = 0;
  let whole = 0;
  for (let k = 0; k < size; k++) {
    const given = outputs[GIVEN * size + k] as number;
    change += ((outputs[copy * size + k] as number) - given) ** 2;
    whole += given ** 2;
  }
  return ratio(change, whole);
}

/** One network's answers for many copies of an example in one batch. */
export class Surveyor {
  readonly #config: Config;
  readonly #tried: Tried;
  readonly #subject: SurveySubject;
  readonly #program: Program;
  readonly #layers: number;

  private constructor(config: Config, tried: Tried, subject: SurveySubject, program: Program, layers: number) {
    this.#config = config;
    this.#tried = tried;
    this.#subject = subject;
    this.#program = program;
    this.#layers = layers;
  }

  /** @param tried whose elements it is tried with, where it has no group of its own */
  static async create(
    gpu: Gpu,
    { config, parameters }: Trained,
    tried: Tried,
    subject: SurveySubject,
  ): Promise<Surveyor> {
    const tape = new Tape(gpu.variants);
    const inputs = subject.recordInputs(tape, COPIES);
    const network = modelOf(config);
    const call = [parameters.record(tape), config, subject.sizes, inputs] as const;
    const { output, states } = network.states?.(...call) ?? { output: network.record(...call), states: [] };
    const outputs: Record<string, Tensor> = { output };
    if (states.length > 0) {
      const back = tape.input("back", [COPIES, subject.sizes.points]);
      outputs.changes = concat(
        states.map((state) => reshape(changes(state, inputs.mask, back, samplesOf(config)), [1, 2 * COPIES])),
        0,
      );
    }
    return new Surveyor(config, tried, subject, await compile(gpu, outputs), states.length);
  }

  async run({ example, motion, lift, orbit }: SurveyRequest): Promise<Surveyed> {
    const program = this.#program;
    const opened = this.#subject.open(example);
    const { points } = this.#subject.sizes;
    const { seed } = this.#config;
    const plan = surveyPlan(this.#tried, { motion, lift, orbit }, { points, seed, index: opened.index });
    const { copies } = plan;
    for (const [name, data] of Object.entries(opened.batchOf(copies))) program.write(name, data);
    const places = Array.from({ length: points }, (_, k) => k);
    const back = copies.flatMap(({ order }) => (order ? places.map((k) => order.indexOf(k)) : places));
    program.write("back", Float32Array.from(back));
    program.run();
    const { output, changes: found } = await program.read(...program.outputNames);
    const judged = orbit.map((_, k) => opened.judge(output as Float32Array, ORBIT + k));
    return {
      orbit: {
        change: orbit.map((_, k) => opened.changeOf(output as Float32Array, ORBIT + k)),
        truth: judged.map(({ truth }) => truth),
        right: judged.map(({ right }) => right),
      },
      ladder: this.#ladder(plan, found, (copy) => opened.changeOf(output as Float32Array, copy)),
      outside: plan.outside,
    };
  }

  #ladder(plan: SurveyPlan, found: Float32Array | undefined, changeOf: (copy: number) => number): Rung[] {
    const rung = (own: (copy: number) => number): Rung => rungOf(this.#config, plan, own);
    const layers = Array.from({ length: this.#layers }, (_, l) =>
      rung((copy) => {
        const at = 2 * (l * COPIES + copy);
        return ratio(found?.[at] as number, found?.[at + 1] as number);
      }),
    );
    return [...layers, rung(changeOf)];
  }

  destroy(): void {
    this.#program.destroy();
  }
}
