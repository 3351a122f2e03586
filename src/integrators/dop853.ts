/**
 * The explicit Runge-Kutta method of order 8 by Dormand and Prince with error estimates of orders 5 and 3, "DOP853" (Hairer,
 * Norsett and Wanner, Solving Ordinary Differential Equations I, 1993, II.10), in float64, with steps of its own choice.
 */

/** Writes dz/dt at a state into `rate`. */
export type FieldInto = (state: Float64Array, rate: Float64Array) => void;

/** Weights of the stages before each stage, [index, weight]; the field does not depend on time. */
const STAGES: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[0, 0.05260015195876773]],
  [
    [0, 0.0197250569845379],
    [1, 0.0591751709536137],
  ],
  [
    [0, 0.02958758547680685],
    [2, 0.08876275643042054],
  ],
  [
    [0, 0.2413651341592667],
    [2, -0.8845494793282861],
    [3, 0.924834003261792],
  ],
  [
    [0, 0.037037037037037035],
    [3, 0.17082860872947386],
    [4, 0.12546768756682242],
  ],
  [
    [0, 3.7109375e-2],
    [3, 0.17025221101954405],
    [4, 0.06021653898045596],
    [5, -1.7578125e-2],
  ],
  [
    [0, 0.03709200011850479],
    [3, 0.17038392571223998],
    [4, 0.10726203044637328],
    [5, -0.015319437748624402],
    [6, 0.008273789163814023],
  ],
  [
    [0, 0.6241109587160757],
    [3, -3.3608926294469414],
    [4, -0.868219346841726],
    [5, 27.59209969944671],
    [6, 20.154067550477894],
    [7, -43.48988418106996],
  ],
  [
    [0, 0.47766253643826434],
    [3, -2.4881146199716677],
    [4, -0.590290826836843],
    [5, 21.230051448181193],
    [6, 15.279233632882423],
    [7, -33.28821096898486],
    [8, -0.020331201708508627],
  ],
  [
    [0, -0.9371424300859873],
    [3, 5.186372428844064],
    [4, 1.0914373489967295],
    [5, -8.149787010746927],
    [6, -18.52006565999696],
    [7, 22.739487099350505],
    [8, 2.4936055526796523],
    [9, -3.0467644718982196],
  ],
  [
    [0, 2.273310147516538],
    [3, -10.53449546673725],
    [4, -2.0008720582248625],
    [5, -17.9589318631188],
    [6, 27.94888452941996],
    [7, -2.8589982771350235],
    [8, -8.87285693353063],
    [9, 12.360567175794303],
    [10, 0.6433927460157636],
  ],
];

/** Weights of the stages in the step, of order 8. */
const WEIGHTS: readonly (readonly [number, number])[] = [
  [0, 0.054293734116568765],
  [5, 4.450312892752409],
  [6, 1.8915178993145003],
  [7, -5.801203960010585],
  [8, 0.3111643669578199],
  [9, -0.1521609496625161],
  [10, 0.20136540080403034],
  [11, 0.04471061572777259],
];

/** What the embedded steps of orders 5 and 3 differ by. */
const ERROR5: readonly (readonly [number, number])[] = [
  [0, 0.01312004499419488],
  [5, -1.2251564463762044],
  [6, -0.4957589496572502],
  [7, 1.6643771824549864],
  [8, -0.35032884874997366],
  [9, 0.3341791187130175],
  [10, 0.08192320648511571],
  [11, -0.022355307863886294],
];
const ERROR3: readonly (readonly [number, number])[] = [
  [0, 0.054293734116568765 - 0.2440944881889764],
  [5, 4.450312892752409],
  [6, 1.8915178993145003],
  [7, -5.801203960010585],
  [8, 0.3111643669578199 - 0.7338466882816118],
  [9, -0.1521609496625161],
  [10, 0.20136540080403034],
  [11, 0.04471061572777259 - 0.022058823529411766],
];

interface Options {
  /** Error allowed a step in every number, relative to it and absolute. */
  readonly relative: number;
  readonly absolute: number;
  /** Steps, tried ones included, before giving up. */
  readonly mostSteps: number;
}

type Row = readonly (readonly [stage: number, weight: number])[];

/** Weighted stages as two flat lists, which loops over numbers go through fastest. */
const flat = (row: Row, size: number) => ({
  starts: Int32Array.from(row, ([stage]) => stage * size),
  weights: Float64Array.from(row, ([, weight]) => weight),
});
type Flat = ReturnType<typeof flat>;

/** One step after the other from a state on. */
class Stepper {
  state: Float64Array;
  readonly #field: FieldInto;
  readonly #relative: number;
  readonly #absolute: number;
  /** Slopes of all stages, [stages, size], and each as a window of it. */
  readonly #slopes: Float64Array;
  readonly #windows: readonly Float64Array[];
  readonly #stages: readonly Flat[];
  readonly #weights: Flat;
  readonly #errors: readonly [Flat, Flat];
  #moved: Float64Array;

  constructor(field: FieldInto, start: Float64Array, { relative, absolute }: Options) {
    const size = start.length;
    this.#field = field;
    this.#relative = relative;
    this.#absolute = absolute;
    this.state = start.slice();
    this.#moved = new Float64Array(size);
    this.#slopes = new Float64Array(STAGES.length * size);
    this.#windows = STAGES.map((_, k) => this.#slopes.subarray(k * size, (k + 1) * size));
    this.#stages = STAGES.map((row) => flat(row, size));
    this.#weights = flat(WEIGHTS, size);
    this.#errors = [flat(ERROR5, size), flat(ERROR3, size)];
    field(this.state, this.#windows[0] as Float64Array);
  }

  /** Weighted slopes of number k. */
  #sum({ starts, weights }: Flat, k: number): number {
    let sum = 0;
    for (let t = 0; t < starts.length; t++) {
      sum += (weights[t] as number) * (this.#slopes[(starts[t] as number) + k] as number);
    }
    return sum;
  }

  #move(row: Flat, h: number): void {
    const { state } = this;
    for (let k = 0; k < state.length; k++) this.#moved[k] = (state[k] as number) + h * this.#sum(row, k);
  }

  #allowed(k: number, value: number): number {
    return this.#absolute + this.#relative * Math.max(Math.abs(this.state[k] as number), Math.abs(value));
  }

  /** Computes a step of length h. @returns its error in units of what is allowed (equation 10.17) */
  try(h: number): number {
    for (let k = 1; k < this.#stages.length; k++) {
      this.#move(this.#stages[k] as Flat, h);
      this.#field(this.#moved, this.#windows[k] as Float64Array);
    }
    this.#move(this.#weights, h);
    const size = this.state.length;
    let [fifth, third] = [0, 0];
    for (let k = 0; k < size; k++) {
      const allowed = this.#allowed(k, this.#moved[k] as number);
      fifth += (this.#sum(this.#errors[0], k) / allowed) ** 2;
      third += (this.#sum(this.#errors[1], k) / allowed) ** 2;
    }
    return fifth === 0 ? 0 : (h * fifth) / Math.sqrt((fifth + 0.01 * third) * size);
  }

  /** Takes the step that was tried. */
  accept(): void {
    [this.state, this.#moved] = [this.#moved, this.state];
    this.#field(this.state, this.#windows[0] as Float64Array);
  }

  /** A first step in which an Euler step would change the state by a hundredth. */
  first(): number {
    let [size, rate] = [0, 0];
    this.state.forEach((value, k) => {
      size += (value / this.#allowed(k, value)) ** 2;
      rate += ((this.#slopes[k] as number) / this.#allowed(k, value)) ** 2;
    });
    return size < 1e-10 || rate < 1e-10 ? 1e-6 : 0.01 * Math.sqrt(size / rate);
  }
}

/** How long a step is after one with an error: safety, least and most change. */
const changeAfter = (error: number): number => Math.min(6, Math.max(1 / 3, 0.9 * error ** (-1 / 8)));

/**
 * States at ascending times, from the state at time 0.
 * @returns null where the steps do not suffice, or the field is not finite
 */
export function dop853(
  field: FieldInto,
  start: Float64Array,
  times: readonly number[],
  options: Options,
): Float64Array[] | null {
  const stepper = new Stepper(field, start, options);
  const found: Float64Array[] = [];
  let [time, steps, h] = [0, 0, stepper.first()];
  for (const goal of times) {
    while (time < goal) {
      if (steps++ === options.mostSteps) return null;
      // Times that are asked for are reached exactly; what is left before one is not cut into a long and a tiny step.
      const left = goal - time;
      const step = h >= left ? left : Math.min(h, left / 2);
      const error = stepper.try(step);
      if (!Number.isFinite(error)) return null;
      const next = step * changeAfter(error);
      if (error <= 1) {
        stepper.accept();
        time = step === left ? goal : time + step;
        // A step that was cut short says little of how long the next may be.
        h = step < h ? Math.max(h, next) : next;
      } else h = next;
    }
    found.push(stepper.state.slice());
  }
  return found;
}
