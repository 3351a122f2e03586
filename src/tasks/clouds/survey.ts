import { compile } from "../../autograd/compile.ts";
import { concat } from "../../autograd/operations/concat.ts";
import { multiply, subtract, where } from "../../autograd/operations/elementwise.ts";
import { gather } from "../../autograd/operations/gather.ts";
import { expand, reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import { atRest } from "../../lie/motion.ts";
import { modelOf } from "../models/registry.ts";
import { openSurveys } from "../open-surveys.ts";
import type { Orbit, Rung, Survey, Surveyed, SurveyRequest } from "../survey.ts";
import { COPIES, GIVEN, ORBIT, rungOf, type SurveyPlan, surveyPlan, type Tried } from "../survey-plan.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { cloudPair, liftedCopies } from "./batch.ts";
import { softmaxRows } from "./counts.ts";
import { recordInputs, sizesOf } from "./network.ts";

const samplesOf = (config: Config): number => (lifts(config) ? config.samples : 1);

/** Squared change against the cloud as given, and its squared size, of features x [B, M, C] pooled over lift samples: [B, 2]. */
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

/** One network's answers for many copies of a cloud in one batch. */
class Surveyor {
  readonly #config: Config;
  readonly #tried: Tried;
  readonly #program: Program;
  readonly #layers: number;

  private constructor(config: Config, tried: Tried, program: Program, layers: number) {
    this.#config = config;
    this.#tried = tried;
    this.#program = program;
    this.#layers = layers;
  }

  /** @param tried whose elements it is tried with, where it has no group of its own */
  static async create(gpu: Gpu, { config, parameters }: Trained, tried: Tried): Promise<Surveyor> {
    const tape = new Tape(gpu.variants);
    const inputs = recordInputs(tape, config, COPIES);
    const network = modelOf(config);
    const call = [parameters.record(tape), config, sizesOf(config), inputs] as const;
    const { output, states } = network.states?.(...call) ?? { output: network.record(...call), states: [] };
    const outputs: Record<string, Tensor> = { logits: output };
    if (states.length > 0) {
      const back = tape.input("back", [COPIES, sizesOf(config).points]);
      outputs.changes = concat(
        states.map((state) => reshape(changes(state, inputs.mask, back, samplesOf(config)), [1, 2 * COPIES])),
        0,
      );
    }
    return new Surveyor(config, tried, await compile(gpu, outputs), states.length);
  }

  async run({ example, motion, lift, orbit }: SurveyRequest): Promise<Surveyed> {
    const config = this.#config;
    const program = this.#program;
    const cloud = cloudPair(config, example, atRest);
    const { points } = sizesOf(config);
    const { seed } = config;
    const plan = surveyPlan(this.#tried, { motion, lift, orbit }, { points, seed, index: cloud.index });
    const { copies } = plan;
    const { batch } = liftedCopies(config, cloud, copies);
    for (const [name, data] of Object.entries(batch)) program.write(name, data);
    const places = Array.from({ length: points }, (_, k) => k);
    const back = copies.flatMap(({ order }) => (order ? places.map((k) => order.indexOf(k)) : places));
    program.write("back", Float32Array.from(back));
    program.run();
    const { logits, changes: found } = await program.read(...program.outputNames);
    return {
      orbit: this.#orbit(logits as Float32Array, this.#answer(logits as Float32Array, cloud.labels), orbit.length),
      ladder: this.#ladder(plan, logits as Float32Array, found),
      outside: plan.outside,
    };
  }

  /** The truth, or what it answers for the cloud as given where that has none. */
  #answer(logits: Float32Array, labels: readonly number[]): readonly number[] {
    if (labels.length > 0) return labels;
    const [patterns, classes] = sizesOf(this.#config).outputs as [number, number];
    return softmaxRows(logits, GIVEN, patterns, classes).map((row) => row.indexOf(Math.max(...row)));
  }

  #orbit(logits: Float32Array, labels: readonly number[], count: number): Orbit {
    const [patterns, classes] = sizesOf(this.#config).outputs as [number, number];
    const size = patterns * classes;
    const each = Array.from({ length: count }, (_, k) => {
      const rows = softmaxRows(logits, (ORBIT + k) * size, patterns, classes);
      return {
        truth: rows.reduce((product, row, pattern) => product * (row[labels[pattern] as number] as number), 1),
        right: rows.every((row, pattern) => row.indexOf(Math.max(...row)) === labels[pattern]),
        change: outputChange(logits, size, ORBIT + k),
      };
    });
    return {
      change: each.map(({ change }) => change),
      truth: each.map(({ truth }) => truth),
      right: each.map(({ right }) => right),
    };
  }

  #ladder(plan: SurveyPlan, logits: Float32Array, found: Float32Array | undefined): Rung[] {
    const rung = (changeOf: (copy: number) => number): Rung => rungOf(this.#config, plan, changeOf);
    const layers = Array.from({ length: this.#layers }, (_, l) =>
      rung((copy) => {
        const at = 2 * (l * COPIES + copy);
        return ratio(found?.[at] as number, found?.[at + 1] as number);
      }),
    );
    const size = logits.length / COPIES;
    return [...layers, rung((copy) => outputChange(logits, size, copy))];
  }

  destroy(): void {
    this.#program.destroy();
  }
}

/** Relative change of a copy's `size` logits against the cloud's as given. */
function outputChange(logits: Float32Array, size: number, copy: number): number {
  let change = 0;
  let whole = 0;
  for (let k = 0; k < size; k++) {
    const given = logits[GIVEN * size + k] as number;
    change += ((logits[copy * size + k] as number) - given) ** 2;
    whole += given ** 2;
  }
  return ratio(change, whole);
}

/** What all networks make of a cloud's orbit. */
export const openCloudSurvey = (gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<SurveyRequest, Survey>> =>
  openSurveys(trained, (own, tried) => Surveyor.create(gpu, own, tried));
