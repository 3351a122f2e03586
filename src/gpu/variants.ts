/** Whether kernels run on a graphics processor or on the processor's own cores (llvmpipe, SwiftShader). */
export type Target = "gpu" | "cpu";

/** A kernel that does its work in several ways, of which each adapter has a fastest. */
export interface Tunable<Workload = unknown> {
  readonly kernel: string;
  /** Class of shapes that share a winner. */
  readonly shape: string;
  readonly names: readonly string[];
  /** What runs until they have been timed, or where they cannot be. */
  readonly fallback: Readonly<Record<Target, string>>;
  /** The work to time, for whoever records programs. */
  readonly workload: Workload;
}

/** The fastest variant, and what each took. */
export interface Measurement {
  readonly winner: string;
  readonly milliseconds: Readonly<Record<string, number>>;
}

export type Measurements = Readonly<Record<string, Measurement>>;

/** Where measurements outlive a session, by adapter: a database of the page, a file of the command line. */
export interface MeasurementStore {
  get(adapter: string): Promise<Measurements | undefined>;
  set(adapter: string, measurements: Measurements): Promise<unknown>;
}

const keyOf = ({ kernel, shape }: Tunable): string => `${kernel} ${shape}`;

/** Sizes that differ by less than an octave count as one. */
export const sizeClass = (size: number): string => `${2 ** Math.ceil(Math.log2(Math.max(1, size)))}`;

/** What kernels may use beyond what every adapter has. */
interface Features {
  /** Sums over a subgroup, the threads that an adapter runs in step. */
  readonly subgroups?: boolean;
  /** 16-bit floats. */
  readonly half?: boolean;
}

/** Which variant of each kernel an adapter runs: the winner where it is known, else what is best on its kind. */
export class Variants {
  readonly target: Target;
  readonly features: Features;
  readonly #measurements: Map<string, Measurement>;
  readonly #forced: ReadonlyMap<string, string>;
  #turn: Promise<void> = Promise.resolve();
  /** Kernels that were asked for and have not been measured yet. */
  readonly open = new Map<string, Tunable>();

  constructor(
    target: Target,
    measurements: Measurements = {},
    { forced = new Map(), ...features }: Features & { readonly forced?: ReadonlyMap<string, string> } = {},
  ) {
    this.target = target;
    this.features = features;
    this.#measurements = new Map(Object.entries(measurements));
    this.#forced = forced;
  }

  /** Name of the variant to run. */
  pick(tunable: Tunable): string {
    const key = keyOf(tunable);
    const name = this.#forced.get(key) ?? this.#measurements.get(key)?.winner;
    // A measurement from before a variant was renamed is none.
    if (name !== undefined && tunable.names.includes(name)) return name;
    this.open.set(key, tunable);
    return tunable.fallback[this.target];
  }

  /** The same choices but for one kernel. */
  forcing(tunable: Tunable, name: string): Variants {
    const forced = new Map([...this.#forced, [keyOf(tunable), name]]);
    return new Variants(this.target, this.measurements, { ...this.features, forced });
  }

  decide(tunable: Tunable, measurement: Measurement): void {
    this.#measurements.set(keyOf(tunable), measurement);
    this.open.delete(keyOf(tunable));
  }

  forget(): void {
    this.#measurements.clear();
  }

  /** Runs one piece of work after the other. */
  exclusively(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work, work);
    return this.#turn;
  }

  get measurements(): Measurements {
    return Object.fromEntries(this.#measurements);
  }
}

/** Runs the variant of one name wherever a kernel has it, measurements aside. */
export class Preferring extends Variants {
  readonly #name: string;
  /** Names that it could have run instead. */
  readonly offered = new Set<string>();

  constructor(name: string, target: Target, features: Features) {
    super(target, {}, features);
    this.#name = name;
  }

  override pick(tunable: Tunable): string {
    for (const name of tunable.names) this.offered.add(name);
    return tunable.names.includes(this.#name) ? this.#name : super.pick(tunable);
  }
}
