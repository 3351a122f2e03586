import { compile } from "../../autograd/compile.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Group } from "../../lie/group.ts";
import { wignerMatrices } from "../../lie/irreps/wigner.ts";
import type { Motion } from "../../lie/motion.ts";
import { openSurveys } from "../open-surveys.ts";
import type { Rung, Survey, Surveyed, SurveyRequest } from "../survey.ts";
import { COPIES, type Copy, GIVEN, ORBIT, rungOf, surveyPlan, type Tried } from "../survey-plan.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { chargedCopies } from "./copies.ts";
import { drawCharged } from "./data.ts";
import { predicted } from "./network.ts";

/** What features of each degree are called. */
const DEGREES = ["scalars", "vectors", "degree 2", "degree 3"];

/** A prediction that keeps with the motion to this share of its size counts as the same. */
const SAME = 0.01;

/** Values of a copy in the order of the system as given. */
const inPlace = (order: readonly number[] | undefined, place: number): number => (order ? order.indexOf(place) : place);

/** Wigner matrix of degree l of a rotation that may come with a reflection, of parity (-1)^l. */
function representation({ linear }: Motion, l: number): number[] {
  const [a, b, c, d, e, f, g, h, i] = linear as unknown as number[] &
    [number, number, number, number, number, number, number, number, number];
  const flips = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) < 0;
  const turn = flips ? linear.map((value) => -value) : linear;
  const own = wignerMatrices(turn, l)[l] as number[];
  return flips && l % 2 === 1 ? own.map((value) => -value) : own;
}

/** |x' - g x| / |g x| of features of a degree [n, 2l+1, C], where the first is of a copy and the second of the input as given. */
function changeOf(
  [copied, given]: readonly [Float32Array, Float32Array],
  { motion, order }: Copy,
  l: number,
  nodes: number,
): number {
  const size = 2 * l + 1;
  const channels = given.length / nodes / size;
  const turn = representation(motion, l);
  let [apart, whole] = [0, 0];
  for (let node = 0; node < nodes; node++) {
    const other = inPlace(order, node);
    for (let channel = 0; channel < channels; channel++) {
      for (let row = 0; row < size; row++) {
        let expected = 0;
        for (let c = 0; c < size; c++) {
          expected += (turn[row * size + c] as number) * (given[(node * size + c) * channels + channel] as number);
        }
        const found = copied[(other * size + row) * channels + channel] as number;
        apart += (found - expected) ** 2;
        whole += expected ** 2;
      }
    }
  }
  return Math.sqrt(apart / Math.max(whole, Number.MIN_VALUE));
}

/** A motion that keeps lengths: forces between charges follow no scaling. */
function ofMotions({ generators: _, ...group }: Group): Group {
  return { ...group, invariance: { ...group.invariance, scale: false } };
}

/** One network's predictions for many copies of a system in one batch, and its features by degree and layer. */
class ChargedSurveyor {
  readonly #config: Config;
  readonly #tried: Tried;
  readonly #program: Program;
  /** Names of outputs that are features of a degree, layer by layer. */
  readonly #features: readonly { readonly name: string; readonly l: number }[];

  private constructor(
    config: Config,
    tried: Tried,
    program: Program,
    features: readonly { readonly name: string; readonly l: number }[],
  ) {
    this.#config = config;
    this.#tried = tried;
    this.#program = program;
    this.#features = features;
  }

  static async create(gpu: Gpu, { config, parameters }: Trained, tried: Tried): Promise<ChargedSurveyor> {
    const tape = new Tape(gpu.variants);
    const { output, states } = predicted(tape, config, parameters.record(tape), COPIES);
    const outputs: Record<string, Tensor> = { output };
    const features = states.flatMap((fibre, layer) =>
      [...fibre].map(([l, own]) => {
        const name = `Layer ${layer + 1}, ${DEGREES[l]}`;
        outputs[name] = own;
        return { name, l };
      }),
    );
    return new ChargedSurveyor(config, tried, await compile(gpu, outputs), features);
  }

  async run({ example, motion, lift, orbit }: SurveyRequest): Promise<Surveyed> {
    const config = this.#config;
    const { bodies, seed, tests } = config;
    const index = example as number;
    const system = drawCharged(config, "test", index % tests);
    const plan = surveyPlan(this.#tried, { motion, lift, orbit }, { points: bodies, seed, index });
    const { copies } = plan;
    const program = this.#program;
    for (const [name, data] of Object.entries(chargedCopies(config, system, index, copies))) program.write(name, data);
    program.run();
    const found = await program.read(...program.outputNames);
    const of = (name: string, copy: number): Float32Array => {
      const all = found[name] as Float32Array;
      const size = all.length / COPIES;
      return all.subarray(copy * size, (copy + 1) * size);
    };
    // The answer's two vectors are channels of degree 1, after one another: components after channels.
    const answerOf = (copy: number): Float32Array => {
      const own = of("output", copy);
      return Float32Array.from(own, (_, k) => {
        const [node, c, channel] = [Math.floor(k / 6), Math.floor((k % 6) / 2), k % 2];
        return own[node * 6 + channel * 3 + c] as number;
      });
    };
    const given = answerOf(GIVEN);
    const answers = copies.map((copy, k) => changeOf([answerOf(k), given], copy, 1, bodies));
    const layers = this.#features.map(({ name, l }): Rung => {
      const own = of(name, GIVEN);
      const rung = rungOf(config, plan, (k) => changeOf([of(name, k), own], copies[k] as Copy, l, bodies));
      return { ...rung, name };
    });
    const along = answers.slice(ORBIT, ORBIT + orbit.length);
    return {
      orbit: {
        change: along,
        truth: along.map((change) => 1 - Math.min(1, change)),
        right: along.map((change) => change <= SAME),
      },
      ladder: [...layers, rungOf(config, plan, (k) => answers[k] as number)],
      outside: plan.outside,
    };
  }

  destroy(): void {
    this.#program.destroy();
  }
}

/** How far the predictions of all networks follow a system's orbit, and their features degree by degree. */
export const openChargedSurvey = (gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<SurveyRequest, Survey>> =>
  openSurveys(trained, (own, { group, samples }) =>
    ChargedSurveyor.create(gpu, own, { group: ofMotions(group), samples }),
  );
