import { kindOf } from "../faults/fault.ts";
import type { Candidate } from "../gpu/compare.ts";
import type { Group } from "../lie/group.ts";
import { reasonOf } from "../text/reason.ts";
import type { AttentionData, AttentionSizes, Pass } from "./attention.ts";

/** A peer that this machine does not have, or that fails on it: the others run without it. The message says why. */
export class AbsentPeerError extends Error {
  override readonly name = "AbsentPeerError";
}

/**
 * The same layer in another library, ready to be timed.
 * @throws Fault, room, where it does not fit; anything else makes the peer absent
 */
export type Peer = (sizes: AttentionSizes, group: Group, data: AttentionData, pass: Pass) => Promise<Candidate>;

/** Nobody is waited for longer than this. */
export const PATIENCE_MS = 60_000;

const inWords = (error: unknown): string => {
  const text = reasonOf(error);
  return (text.split("\n")[0] as string).replace(/\.$/, "");
};

/** What a peer answers. @throws AbsentPeerError where it fails or says nothing; Fault, room, as it is */
export async function heard<Answer>(ask: () => Promise<Answer>, patienceMs = PATIENCE_MS): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it said nothing for ${patienceMs / 1000} seconds`)), patienceMs);
  });
  try {
    return await Promise.race([ask(), silence]);
  } catch (error) {
    throw kindOf(error) === "room" || error instanceof AbsentPeerError ? error : new AbsentPeerError(inWords(error));
  } finally {
    clearTimeout(timer);
  }
}

/** A peer's candidate that never keeps the others waiting, and fails with an AbsentPeerError alone. */
export const guarded = (name: string, candidate: Candidate): Candidate => ({
  name,
  run: (repeats) => heard(() => candidate.run(repeats)),
  result: () => heard(() => candidate.result()),
  destroy() {
    try {
      candidate.destroy();
    } catch {
      // It failed before, and that was told.
    }
  },
});
