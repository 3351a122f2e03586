import { compile } from "../../autograd/compile.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape } from "../../autograd/tape.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Group } from "../../lie/group.ts";
import { moveState } from "../../lie/motion.ts";
import { trajectoryOf } from "../../nn/hamiltonian.ts";
import { openSurveys } from "../open-surveys.ts";
import { samplesOfCopy } from "../stabiliser.ts";
import type { Survey, Surveyed, SurveyRequest } from "../survey.ts";
import { COPIES, type Copy, GIVEN, ORBIT, rungOf, surveyPlan, type Tried } from "../survey-plan.ts";
import type { Batch, LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { inputsOf, statesOf } from "./data.ts";
import { SHORT } from "./measures.ts";
import { predictedStates, recordInputs } from "./network.ts";
import { centred, placed, testSystem } from "./roll-out.ts";
import type { ParticleSystem, State } from "./systems.ts";

/** A forecast that keeps with the motion to this share of its size counts as the same. */
const SAME = 0.01;

/** Rows of a list in another order. */
const reordered = (rows: ArrayLike<number>, order: readonly number[]): number[] => {
  const size = rows.length / order.length;
  return order.flatMap((k) => Array.from({ length: size }, (_, c) => rows[k * size + c] as number));
};

/** A state whose particles, positions and momenta, stand in another order. */
const reorderedState = (state: State, order: readonly number[]): State =>
  Float64Array.from(
    [0, 1].flatMap((half) =>
      reordered(state.subarray(half * (state.length / 2), (half + 1) * (state.length / 2)), order),
    ),
  );

/**
 * The motions of a group that a forecast has a reason to follow, with the shifts that all do since positions count from their
 * mean: under a scaling, or a map of generators, Hamilton's equations are others.
 */
function ofMotions({ generators: _, ...group }: Group): Group {
  return { ...group, invariance: { ...group.invariance, translation: true, scale: false } };
}

/** One network's forecasts from many copies of a start in one batch. */
class MotionSurveyor {
  readonly #config: Config;
  readonly #tried: Tried;
  readonly #program: Program;

  private constructor(config: Config, tried: Tried, program: Program) {
    this.#config = config;
    this.#tried = tried;
    this.#program = program;
  }

  static async create(gpu: Gpu, { config, parameters }: Trained, tried: Tried): Promise<MotionSurveyor> {
    const tape = new Tape(gpu.variants);
    const states = predictedStates(config, parameters.record(tape), recordInputs(tape, config, COPIES), SHORT);
    return new MotionSurveyor(config, tried, await compile(gpu, { states: trajectoryOf(states) }));
  }

  async run({ example, starts = [], motion, lift, orbit }: SurveyRequest): Promise<Surveyed> {
    const config = this.#config;
    const { particles, dimension } = config;
    const trajectory = example as number;
    const { system, start: drawn } = testSystem(config, trajectory);
    const start = placed(drawn, starts, dimension);
    const { seed } = config;
    const plan = surveyPlan(
      this.#tried,
      { motion, lift, orbit },
      { points: particles, seed, index: trajectory % config.tests },
    );
    // Plain nets read particles in their order: for them another one is another question.
    const copies: readonly Copy[] = lifts(config) ? plan.copies : plan.copies.map(({ order: _, ...copy }) => copy);
    const program = this.#program;
    const batch = batchOf(config, { system, start, trajectory }, copies);
    for (const [name, data] of Object.entries(batch)) program.write(name, data);
    program.run();
    const { states } = await program.read("states");
    const size = (states as Float32Array).length / COPIES / SHORT;
    const stateOf = (copy: number, t: number): State =>
      Float64Array.from(states.subarray((copy * SHORT + t) * size, (copy * SHORT + t + 1) * size));
    /** The largest |z - g z0| / |g z0| along the way. */
    const changes = copies.map(({ motion: g, order: places }, copy) => {
      let largest = 0;
      for (let t = 1; t < SHORT; t++) {
        const expected = moveState(stateOf(GIVEN, t), g, dimension as 2 | 3);
        const inOrder = places ? reorderedState(expected, places) : expected;
        const found = stateOf(copy, t);
        const apart = Math.hypot(...found.map((value, k) => value - (inOrder[k] as number)));
        largest = Math.max(largest, apart / Math.max(Math.hypot(...inOrder), Number.MIN_VALUE));
      }
      return largest;
    });
    const along = changes.slice(ORBIT, ORBIT + orbit.length);
    return {
      orbit: {
        change: along,
        truth: along.map((change) => 1 - Math.min(1, change)),
        right: along.map((change) => change <= SAME),
      },
      ladder: [rungOf(config, plan, (copy) => changes[copy] as number)],
      outside: plan.outside,
    };
  }

  destroy(): void {
    this.#program.destroy();
  }
}

/** All copies of a start as one batch. */
function batchOf(
  config: Config,
  { system, start, trajectory }: { system: ParticleSystem; start: State; trajectory: number },
  copies: readonly Copy[],
): Batch {
  const { particles, dimension } = config;
  const inputs = (purpose: string) =>
    inputsOf(config, [system], purpose, trajectory) as Record<"masses" | "couplings" | "stabiliser", Float32Array>;
  const { masses, couplings, stabiliser } = inputs("probe");
  const plain = Array.from({ length: particles }, (_, k) => k);
  const points = centred(start, particles, dimension);
  const rows = (of: (copy: Copy) => ArrayLike<number>) =>
    Float32Array.from(copies.flatMap((copy) => reordered(of(copy), copy.order ?? plain)));
  return {
    masses: rows(() => masses),
    couplings: rows(() => couplings),
    stabiliser: rows(({ motion, lift }) =>
      samplesOfCopy(
        config,
        lift,
        { points, samples: stabiliser, linear: motion.linear },
        () => inputs("fresh").stabiliser,
      ),
    ),
    ...statesOf(
      copies.map(({ motion, order }) => {
        const moved = moveState(start, motion, dimension as 2 | 3);
        return order ? reorderedState(moved, order) : moved;
      }),
    ),
  };
}

/** How far the forecasts of all networks follow a system's orbit, over the first states. */
export const openMotionSurvey = (gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<SurveyRequest, Survey>> =>
  openSurveys(trained, (own, { group, samples }) =>
    MotionSurveyor.create(gpu, own, { group: ofMotions(group), samples }),
  );
