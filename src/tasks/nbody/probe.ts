import { compile } from "../../autograd/compile.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Motion } from "../../lie/motion.ts";
import { vectorModelOf } from "../models/registry.ts";
import type { Lift } from "../stabiliser.ts";
import { asGiven } from "../survey-plan.ts";
import type { Trained } from "../trained.ts";
import { chargedCopies } from "./copies.ts";
import { drawCharged } from "./data.ts";
import { LENGTHS } from "./lengths.ts";
import { predicted } from "./network.ts";

/** A test system that a visitor looks at, and how it is moved. */
export interface ChargedRequest {
  readonly task: "nbody";
  /** Index into the test systems. */
  readonly index: number;
  readonly motion: Motion;
  readonly lift: Lift;
}

/** Predicted departures from constant velocity, [n, 2, 3] each: of the system as given, and of its moved copy. */
interface ChargedPrediction {
  readonly given: Float32Array;
  readonly moved: Float32Array;
  /** What its first layer's radial nets say at `LENGTHS`, of like and of unlike charges; none where it has no such. */
  readonly curves: readonly {
    readonly l: number;
    readonly k: number;
    readonly order: number;
    readonly like: Float32Array;
    readonly unlike: Float32Array;
  }[];
}

export interface ChargedProbe {
  readonly task: "nbody";
  readonly request: ChargedRequest;
  /** One an entrant. */
  readonly models: readonly ChargedPrediction[];
}

const PAIR = 2;

/** Degrees and order of a curve, as the name of an output. */
const CURVE = /^curve (\d) (\d) (\d)$/;

async function compiled(gpu: Gpu, { config, parameters }: Trained): Promise<Program> {
  const tape = new Tape(gpu.variants);
  const weights = parameters.record(tape);
  const outputs: Record<string, Tensor> = { output: predicted(tape, config, weights, PAIR).output };
  const read = [1, -1].flatMap((product) => LENGTHS.flatMap((length) => [product, length]));
  const curves = vectorModelOf(config).curves?.(weights, config, tape.constant(read, [2 * LENGTHS.length, 2]));
  for (const { l, k, order, size } of curves ?? []) outputs[`curve ${l} ${k} ${order}`] = size;
  return compile(gpu, outputs);
}

/** Curves among what a program has told. */
const curvesIn = (found: Readonly<Record<string, Float32Array>>): ChargedPrediction["curves"] =>
  Object.entries(found).flatMap(([name, values]) => {
    const [, l, k, order] = CURVE.exec(name) ?? [];
    if (l === undefined) return [];
    const half = LENGTHS.length;
    return [
      { l: Number(l), k: Number(k), order: Number(order), like: values.slice(0, half), unlike: values.slice(half) },
    ];
  });

/** What all networks predict of a system and of its moved copy. */
export class ChargedProgram {
  readonly #configs: readonly Config[];
  readonly #programs: readonly Program[];

  private constructor(configs: readonly Config[], programs: readonly Program[]) {
    this.#configs = configs;
    this.#programs = programs;
  }

  static async create(gpu: Gpu, trained: readonly Trained[]): Promise<ChargedProgram> {
    const programs = await allOrNone(trained.map((own) => compiled(gpu, own)));
    return new ChargedProgram(
      trained.map(({ config }) => config),
      programs,
    );
  }

  async run(request: ChargedRequest): Promise<ChargedProbe> {
    const { index, motion, lift } = request;
    const models = this.#programs.map(async (program, k): Promise<ChargedPrediction> => {
      const config = this.#configs[k] as Config;
      const system = drawCharged(config, "test", index % config.tests);
      const batch = chargedCopies(config, system, index, [asGiven, { motion, lift }]);
      for (const [name, data] of Object.entries(batch)) program.write(name, data);
      program.run();
      const found = await program.read(...program.outputNames);
      const output = found.output as Float32Array;
      const half = output.length / 2;
      return { given: output.slice(0, half), moved: output.slice(half), curves: curvesIn(found) };
    });
    return { task: "nbody", request, models: await Promise.all(models) };
  }

  destroy(): void {
    for (const program of this.#programs) program.destroy();
  }
}
