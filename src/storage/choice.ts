import { type OnRefusal, refusalInWords } from "./refusal.ts";

/** A short text that a visitor chose, in `localStorage` under a key. A browser may refuse to read it, to keep it, or both. */
export class Choice {
  readonly #key: string;
  readonly #onRefusal: OnRefusal;

  constructor(key: string, onRefusal: OnRefusal) {
    this.#key = key;
    this.#onRefusal = onRefusal;
  }

  read(): string | null {
    return this.#try(() => localStorage.getItem(this.#key)) ?? null;
  }

  write(text: string): void {
    this.#try(() => localStorage.setItem(this.#key, text));
  }

  #try<Result>(ask: () => Result): Result | undefined {
    try {
      return ask();
    } catch (error) {
      this.#onRefusal(refusalInWords(error));
      return undefined;
    }
  }
}
