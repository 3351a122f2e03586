import { createStore, del, entries, get, keys, set } from "idb-keyval";
import { type OnRefusal, refusalInWords } from "./refusal.ts";

/** A database that does not answer is passed over: some browsers leave requests open for ever. */
const PATIENCE_MS = { read: 5000, write: 30_000 };

/**
 * Values by key in IndexedDB. A browser may have none, or refuse it at once, later, or when the disk is full: what it does
 * not take stays here as long as the page lives, and the refusal is told, once.
 */
export class Shelf<Value> {
  readonly #database: ReturnType<typeof createStore>;
  readonly #onRefusal: OnRefusal;
  readonly #refused = new Map<string, Value>();
  #told = false;

  constructor(database: string, store: string, onRefusal: OnRefusal) {
    this.#database = createStore(database, store);
    this.#onRefusal = onRefusal;
  }

  async get(key: string): Promise<Value | undefined> {
    return this.#refused.get(key) ?? (await this.#ask("read", () => get<Value>(key, this.#database)));
  }

  /** Whether it outlives the page. */
  async set(key: string, value: Value): Promise<boolean> {
    const kept = (await this.#ask("write", () => set(key, value, this.#database).then(() => true))) ?? false;
    if (kept) this.#refused.delete(key);
    else this.#refused.set(key, value);
    return kept;
  }

  async delete(key: string): Promise<void> {
    this.#refused.delete(key);
    await this.#ask("write", () => del(key, this.#database));
  }

  async keys(): Promise<Set<string>> {
    const kept = await this.#ask("read", () => keys<string>(this.#database));
    return new Set([...(kept ?? []), ...this.#refused.keys()]);
  }

  async entries(): Promise<Map<string, Value>> {
    const kept = await this.#ask("read", () => entries<string, Value>(this.#database));
    return new Map([...(kept ?? []), ...this.#refused]);
  }

  /** What the browser answers; nothing where it refuses, whether it throws at once, later, or says nothing. */
  async #ask<Result>(what: keyof typeof PATIENCE_MS, request: () => Promise<Result>): Promise<Result | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("its database does not answer")), PATIENCE_MS[what]);
    });
    try {
      return await Promise.race([request(), silence]);
    } catch (error) {
      if (!this.#told) this.#onRefusal(refusalInWords(error));
      this.#told = true;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
