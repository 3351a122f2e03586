import { Buffer } from "node:buffer";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Candidate } from "../../gpu/compare.ts";
import { AbsentPeerError, heard, PATIENCE_MS } from "../peer.ts";

/** Numbers as the scripts read them. */
export const entry = (values: Float32Array, shape: readonly number[]) => ({
  data: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"),
  shape,
});

/** A process that answers every line of JSON with one. */
class Talk {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<never>;
  #lastWords = "";

  constructor(command: string, script: string) {
    const python = spawn(command, [script], { stdio: ["pipe", "pipe", "pipe"] });
    this.#process = python;
    this.#lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    createInterface({ input: python.stderr }).on("line", (line) => {
      this.#lastWords = line.trim() || this.#lastWords;
    });
    // What is written to a process that has ended fails too, and says less.
    python.stdin.on("error", () => {});
    this.#ended = new Promise<never>((_, reject) => {
      python.once("error", () => reject(new AbsentPeerError(`there is no ${command}`)));
      python.once("close", () =>
        reject(new AbsentPeerError(`${command} ended${this.#lastWords && `: ${this.#lastWords}`}`)),
      );
    });
    this.#ended.catch(() => {});
  }

  /** @throws AbsentPeerError where no answer comes, or none that can be read */
  async ask(message: unknown, patienceMs: number): Promise<Record<string, unknown>> {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
    const next = this.#lines.next().then(({ value, done }) => (done ? this.#ended : (value as string)));
    const line = await heard(() => Promise.race([next, this.#ended]), patienceMs);
    try {
      return JSON.parse(line);
    } catch {
      throw new AbsentPeerError(`it answered "${line.slice(0, 60)}"`);
    }
  }

  end(): void {
    this.#process.kill();
  }
}

/**
 * A script of this folder at work on some numbers, in a process of its own (`python3`, or what PYTHON names).
 * @throws AbsentPeerError where there is no Python, a library is missing, it fails, or says nothing
 */
export async function pythonCandidate(
  name: string,
  script: string,
  given: unknown,
  patienceMs = PATIENCE_MS,
): Promise<Candidate> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const talk = new Talk(process.env.PYTHON ?? "python3", path);
  try {
    const hello = await talk.ask(given, patienceMs);
    if (hello.missing) throw new AbsentPeerError(`this python3 has no ${hello.missing}`);
  } catch (error) {
    talk.end();
    throw error;
  }
  return {
    name,
    async run(repeats) {
      await talk.ask({ repeats, result: false }, patienceMs);
    },
    async result() {
      const { data: text } = await talk.ask({ repeats: 1, result: true }, patienceMs);
      const bytes = Buffer.from(String(text), "base64");
      return new Float32Array(new Uint8Array(bytes).buffer);
    },
    destroy: () => talk.end(),
  };
}
