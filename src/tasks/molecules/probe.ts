import { compile } from "../../autograd/compile.ts";
import { gradients } from "../../autograd/gradients.ts";
import { concat } from "../../autograd/operations/concat.ts";
import { gather } from "../../autograd/operations/gather.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape } from "../../autograd/tape.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Motion } from "../../lie/motion.ts";
import { groupOf } from "../../lie/registry.ts";
import type { Example } from "../example.ts";
import { betweenPoints } from "../inspection-program.ts";
import { modelOf } from "../models/registry.ts";
import type { Lift } from "../stabiliser.ts";
import { asGiven } from "../survey-plan.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { liftedCopies, propertyOf } from "./batch.ts";
import { bySize, type LookedAt, lookedAt } from "./looked-at.ts";
import { recordInputs, sizesOf } from "./network.ts";
import { fitted, preparedFor } from "./prepared.ts";

/** A molecule that a visitor looks at. */
export interface MoleculeRequest {
  readonly task: "molecules";
  readonly example: Example;
  readonly motion: Motion;
  readonly lift: Lift;
  /** Whose attention is wanted; one that is not there gives way to the first. */
  readonly atom: number;
}

/** One network's answers, in stored units. */
interface Prediction {
  readonly given: number;
  readonly moved: number;
  /** Standard deviation over fresh lifts of the molecule as given; null where a lift draws nothing. */
  readonly spread: number | null;
  /** Of the moved copy's prediction by the places of its atoms, a unit per angstrom, [n, 3]. */
  readonly slope: Float32Array;
}

export interface MoleculeProbe {
  readonly task: "molecules";
  readonly request: MoleculeRequest;
  readonly molecule: LookedAt;
  /** The property as it was computed; null for a molecule of one's own. */
  readonly truth: number | null;
  /** What the fit on counts says. */
  readonly linear: number;
  /** One an entrant. */
  readonly models: readonly Prediction[];
  /** Attention of the asked network's atom, averaged over lift samples: [layers][heads][n]. */
  readonly attention: { readonly original: number[][][]; readonly moved: number[][][] };
}

/** The molecule and its moved copy. */
const PAIR = 2;
/** Lifts that the spread is taken over. */
const FRESH = 8;

const drawsLifts = (config: Config): boolean => lifts(config) && groupOf(config).stabiliser.kind === "random";

/** One network's programs for molecules in so many slots. */
class Predictor {
  readonly #config: Config;
  readonly #slots: number;
  readonly #look: Program;
  /** Answers of fresh lifts; null where a lift draws nothing. */
  readonly #fresh: Program | null;

  private constructor(config: Config, slots: number, look: Program, fresh: Program | null) {
    this.#config = config;
    this.#slots = slots;
    this.#look = look;
    this.#fresh = fresh;
  }

  static async create(gpu: Gpu, { config, parameters }: Trained, slots: number): Promise<Predictor> {
    const sizes = sizesOf(config, slots);
    const network = modelOf(config);
    const look = () => {
      const tape = new Tape(gpu.variants);
      const inputs = recordInputs(tape, config, PAIR, slots);
      const call = [parameters.record(tape), config, sizes, inputs] as const;
      const traced = network.trace?.(...call);
      const output = traced?.output ?? network.record(...call);
      const [slope] = gradients(sum(output), [inputs.points]);
      const query = tape.input("query", [PAIR, 1]);
      const rows = traced?.layers.map(({ attention: { weights } }) => {
        const heads = weights.shape[3] as number;
        const maps = reshape(betweenPoints(weights, slots, config.samples), [PAIR * heads, slots, slots]);
        const each = reshape(
          concat(
            Array.from({ length: heads }, () => reshape(query, [PAIR, 1, 1])),
            1,
          ),
          [PAIR * heads, 1],
        );
        return reshape(gather(maps, each), [1, PAIR, heads, slots]);
      });
      return compile(gpu, {
        output: reshape(output, [PAIR]),
        slope: slice(slope as NonNullable<typeof slope>, 0, 1, 2),
        ...(rows && rows.length > 0 ? { attention: concat(rows, 0) } : {}),
      });
    };
    const fresh = () => {
      const tape = new Tape(gpu.variants);
      const inputs = recordInputs(tape, config, FRESH, slots);
      return compile(gpu, { output: reshape(network.record(parameters.record(tape), config, sizes, inputs), [FRESH]) });
    };
    const programs = await allOrNone([look(), ...(drawsLifts(config) ? [fresh()] : [])] as Promise<Program>[]);
    return new Predictor(config, slots, programs[0] as Program, programs[1] ?? null);
  }

  async run(molecule: LookedAt, { motion, lift, atom }: MoleculeRequest) {
    const config = this.#config;
    const prepared = preparedFor(config);
    const { z, index } = molecule;
    const copies = (all: Parameters<typeof liftedCopies>[4]) =>
      liftedCopies(config, molecule, this.#slots, index ?? 0, all).batch;
    const look = this.#look;
    for (const [name, data] of Object.entries(copies([asGiven, { motion, lift }]))) look.write(name, data);
    look.write("query", Float32Array.of(atom, atom));
    look.run();
    const fresh = this.#fresh;
    if (fresh) {
      const lifted = copies(Array.from({ length: FRESH }, () => ({ ...asGiven, lift: "fresh" as const })));
      for (const [name, data] of Object.entries(lifted)) fresh.write(name, data);
      fresh.run();
    }
    const [read, drawn] = await Promise.all([
      look.read(...look.outputNames),
      fresh?.read(...fresh.outputNames) ?? null,
    ]);
    const [given, moved] = read.output as unknown as [number, number];
    const value = (answer: number) => propertyOf(config, prepared, z, answer);
    const prediction: Prediction = {
      given: value(given),
      moved: value(moved),
      spread: drawn ? prepared.scale * deviation(Array.from(drawn.output as Float32Array)) : null,
      slope: (read.slope as Float32Array).slice(0, 3 * z.length).map((slope) => slope * prepared.scale),
    };
    return { prediction, attention: this.#attention(read.attention, z.length) };
  }

  #attention(rows: Float32Array | undefined, atoms: number): MoleculeProbe["attention"] {
    const { layers, heads } = this.#config;
    const slots = this.#slots;
    const of = (copy: number) =>
      rows
        ? Array.from({ length: layers }, (_, l) =>
            Array.from({ length: heads }, (__, h) => {
              const at = ((l * PAIR + copy) * heads + h) * slots;
              return Array.from(rows.subarray(at, at + atoms));
            }),
          )
        : [];
    return { original: of(0), moved: of(1) };
  }

  destroy(): void {
    this.#look.destroy();
    this.#fresh?.destroy();
  }
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
}

/** What all networks predict of a molecule, before and after a motion. */
export async function openMoleculeProbe(
  gpu: Gpu,
  trained: readonly Trained[],
): Promise<LookProgram<MoleculeRequest, MoleculeProbe>> {
  const open = async (slots: number): Promise<LookProgram<MoleculeRequest, MoleculeProbe>> => {
    const predictors = await allOrNone(trained.map((own) => Predictor.create(gpu, own, slots)));
    const { config } = trained[0] as Trained;
    return {
      async run(request) {
        const prepared = preparedFor(config);
        const molecule = lookedAt(config, prepared, request.example);
        const atom = request.atom < molecule.z.length ? request.atom : 0;
        const answers = await Promise.all(predictors.map((own) => own.run(molecule, { ...request, atom })));
        return {
          task: "molecules",
          request,
          molecule,
          truth: molecule.index === null ? null : prepared.set.targetOf(molecule.index, config.target),
          linear: fitted(prepared, molecule.z),
          models: answers.map(({ prediction }) => prediction),
          attention: answers[0]?.attention ?? { original: [], moved: [] },
        };
      },
      destroy() {
        for (const own of predictors) own.destroy();
      },
    };
  };
  return bySize(({ example }: MoleculeRequest) => example, open);
}
