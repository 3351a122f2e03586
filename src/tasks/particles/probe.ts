import { compile } from "../../autograd/compile.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import { type PhasePoint, trajectoryOf } from "../../nn/hamiltonian.ts";
import type { Batch } from "../task.ts";
import type { Trained } from "../trained.ts";
import { forecast, recordInputs } from "./network.ts";
import { type RollOut, rollOutPair } from "./roll-out.ts";
import type { ParticleSystem } from "./systems.ts";

/** A particle system whose future a visitor looks at. */
export interface RollOutRequest extends RollOut {
  readonly task: "particles";
}

export interface RollOutProbe {
  readonly task: "particles";
  readonly request: RollOutRequest;
  /** Whose future it is. */
  readonly system: ParticleSystem;
  /** One an entrant. */
  readonly models: readonly Future[];
}

/** What a model says will happen. */
export interface Future {
  /** States [T, 2 n d] from the start as it is, and from its moved copy. */
  readonly given: Float32Array;
  readonly states: Float32Array;
  /** Of the moved copy at every state: learned forces [T, n d], and potential energies [T] where the model has them. */
  readonly forces: Float32Array;
  readonly potential: Float32Array | null;
}

/** A roll-out and its moved copy go through together. */
const PAIR = 2;
/** Intervals that one run of the program predicts; a longer future takes several. */
const STRETCH = 10;

/** Rows [T, size] of the copy `k` among the outputs [2, T, size] of a run, those that `target` has room for, from `first`. */
function file(target: Float32Array, from: Float32Array, k: number, first: number): void {
  const copy = from.length / PAIR;
  const size = copy / (STRETCH + 1);
  const rows = Math.min(STRETCH + 1, target.length / size - first);
  target.set(from.subarray(k * copy, k * copy + rows * size), first * size);
}

/** One model's program: the states that follow a pair of states, and what the model says of each. */
class Forecaster {
  readonly config: Config;
  readonly #program: Program;

  private constructor(config: Config, program: Program) {
    this.config = config;
    this.#program = program;
  }

  static async create(gpu: Gpu, { config, parameters }: Trained): Promise<Forecaster> {
    const tape = new Tape(gpu.variants);
    const inputs = recordInputs(tape, config, PAIR);
    const { states, forces, potential } = forecast(config, parameters.record(tape), inputs, STRETCH + 1);
    const { q, p } = states.at(-1) as PhasePoint;
    const outputs = { states: trajectoryOf(states), forces, ...(potential && { potential }), q, p };
    return new Forecaster(config, await compile(gpu, outputs));
  }

  /** Everything is queued at once: training goes on behind it, not between its stretches. */
  async future(batch: Batch, span: number): Promise<Future> {
    const program = this.#program;
    for (const [name, data] of Object.entries(batch)) program.write(name, data);
    const told = program.outputNames.filter((name) => name !== "q" && name !== "p");
    const reading: Promise<Record<string, Float32Array>>[] = [];
    for (let first = 0; first === 0 || first < span - 1; first += STRETCH) {
      program.run();
      reading.push(program.read(...told));
      program.feed("q", "positions");
      program.feed("p", "momenta");
    }
    const { particles, dimension } = this.config;
    const half = particles * dimension;
    const future = {
      given: new Float32Array(span * 2 * half),
      states: new Float32Array(span * 2 * half),
      forces: new Float32Array(span * half),
      potential: told.includes("potential") ? new Float32Array(span) : null,
    };
    (await Promise.all(reading)).forEach(({ states, forces, potential }, run) => {
      const first = run * STRETCH;
      file(future.given, states as Float32Array, 0, first);
      file(future.states, states as Float32Array, 1, first);
      file(future.forces, forces as Float32Array, 1, first);
      if (future.potential) file(future.potential, potential as Float32Array, 1, first);
    });
    return future;
  }

  destroy(): void {
    this.#program.destroy();
  }
}

/** What all networks make of a system's future, and of its moved copy's. */
export class RollOutProgram {
  readonly #forecasters: readonly Forecaster[];

  private constructor(forecasters: readonly Forecaster[]) {
    this.#forecasters = forecasters;
  }

  static async create(gpu: Gpu, trained: readonly Trained[]): Promise<RollOutProgram> {
    return new RollOutProgram(await allOrNone(trained.map((own) => Forecaster.create(gpu, own))));
  }

  /** @throws RangeError where a mass is not above zero */
  async run(request: RollOutRequest): Promise<RollOutProbe> {
    const futures = this.#forecasters.map((forecaster) => {
      const { system, batch } = rollOutPair(forecaster.config, request);
      return { system, future: forecaster.future(batch, request.span) };
    });
    const [{ system }] = futures as [(typeof futures)[number]];
    return { task: "particles", request, system, models: await Promise.all(futures.map(({ future }) => future)) };
  }

  destroy(): void {
    for (const forecaster of this.#forecasters) forecaster.destroy();
  }
}
