/** Whether kernels run on a graphics processor or on the processor's own cores (llvmpipe, SwiftShader). */
export type Target = "gpu" | "cpu";

/** Several ways of a kernel to do the same work, of which each adapter has a fastest. */
export interface Contest<Trial = unknown> {
  readonly kernel: string;
  /** Class of shapes that share a winner. */
  readonly shape: string;
  readonly names: readonly string[];
  /** What runs until they have been timed, or where they cannot be. */
  readonly fallback: Readonly<Record<Target, string>>;
  /** The work to time, for whoever records programs. */
  readonly trial: Trial;
}

/** The fastest variant, and what each took. */
export interface Verdict {
  readonly winner: string;
  readonly milliseconds: Readonly<Record<string, number>>;
}

export type Verdicts = Readonly<Record<string, Verdict>>;

/** Where verdicts outlive a session, by adapter: a database of the page, a file of the command line. */
export interface VerdictStore {
  get(adapter: string): Promise<Verdicts | undefined>;
  set(adapter: string, verdicts: Verdicts): Promise<unknown>;
}

const keyOf = ({ kernel, shape }: Contest): string => `${kernel} ${shape}`;

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
  readonly #verdicts: Map<string, Verdict>;
  readonly #forced: ReadonlyMap<string, string>;
  #turn: Promise<void> = Promise.resolve();
  /** Contests that were asked for and have no verdict yet. */
  readonly open = new Map<string, Contest>();

  constructor(
    target: Target,
    verdicts: Verdicts = {},
    { forced = new Map(), ...features }: Features & { readonly forced?: ReadonlyMap<string, string> } = {},
  ) {
    this.target = target;
    this.features = features;
    this.#verdicts = new Map(Object.entries(verdicts));
    this.#forced = forced;
  }

  /** Name of the variant to run. */
  pick(contest: Contest): string {
    const key = keyOf(contest);
    const name = this.#forced.get(key) ?? this.#verdicts.get(key)?.winner;
    // A verdict from before a variant was renamed is none.
    if (name !== undefined && contest.names.includes(name)) return name;
    this.open.set(key, contest);
    return contest.fallback[this.target];
  }

  /** The same choices but for one contest. */
  forcing(contest: Contest, name: string): Variants {
    const forced = new Map([...this.#forced, [keyOf(contest), name]]);
    return new Variants(this.target, this.verdicts, { ...this.features, forced });
  }

  decide(contest: Contest, verdict: Verdict): void {
    this.#verdicts.set(keyOf(contest), verdict);
    this.open.delete(keyOf(contest));
  }

  forget(): void {
    this.#verdicts.clear();
  }

  /** Runs one piece of work after the other. */
  exclusively(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work, work);
    return this.#turn;
  }

  get verdicts(): Verdicts {
    return Object.fromEntries(this.#verdicts);
  }
}

/** Runs the variant of one name wherever a kernel has it, verdicts aside. */
export class Preferring extends Variants {
  readonly #name: string;
  /** Names that it could have run instead. */
  readonly offered = new Set<string>();

  constructor(name: string, target: Target, features: Features) {
    super(target, {}, features);
    this.#name = name;
  }

  override pick(contest: Contest): string {
    for (const name of contest.names) this.offered.add(name);
    return contest.names.includes(this.#name) ? this.#name : super.pick(contest);
  }
}
