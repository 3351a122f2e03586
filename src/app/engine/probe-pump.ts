/** How seldom answers follow what trains, in milliseconds, and how many times as long as an answer takes. */
export interface Pace {
  readonly every: number;
  readonly times: number;
}

/** Asks one question at a time: those that come while one is under way collapse into the latest. */
export class ProbePump<Request, Answer> {
  readonly #ask: (request: Request) => Promise<Answer | null>;
  readonly #show: (answer: Answer) => void;
  readonly #fail: (error: unknown) => void;
  readonly #pace: Pace;
  readonly #now: () => number;
  #wanted: Request | null = null;
  #busy = false;
  /** When the last answer came, and how long it took. */
  #last = { at: 0, took: 0 };

  /**
   * @param ask null where the question came too late
   * @param fail told what went wrong; what is wanted by then waits for the next question
   */
  constructor(
    ask: (request: Request) => Promise<Answer | null>,
    show: (answer: Answer) => void,
    fail: (error: unknown) => void,
    pace: Pace,
    now: () => number = () => performance.now(),
  ) {
    this.#ask = ask;
    this.#show = show;
    this.#fail = fail;
    this.#pace = pace;
    this.#now = now;
  }

  /** Whether a picture of what trains is old enough. Long answers take their time; most of it belongs to training. */
  get isDue(): boolean {
    const { at, took } = this.#last;
    const { every, times } = this.#pace;
    return this.#now() - at > Math.max(every, times * took);
  }

  want(request: Request): void {
    this.#wanted = request;
    if (!this.#busy) void this.#answer();
  }

  async #answer(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#wanted !== null) {
        const request = this.#wanted;
        this.#wanted = null;
        const asked = this.#now();
        const answer = await this.#ask(request);
        this.#last = { at: this.#now(), took: this.#now() - asked };
        if (answer !== null) this.#show(answer);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy = false;
    }
  }
}
