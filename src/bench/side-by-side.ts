import { AGREEMENT, type Candidate, compare, disagreementOf } from "../gpu/compare.ts";
import { AbsentPeerError } from "./peer.ts";

const SAMPLES = 5;

/**
 * Medians of our forms and of the peers that see it through; the others leave with a reason.
 * @throws Error if our own forms disagree by more than `AGREEMENT`
 */
export async function sideBySide(
  own: readonly Candidate[],
  peers: readonly Candidate[],
  leave: (peer: Candidate, reason: string) => void,
): Promise<{ readonly medians: ReadonlyMap<string, number>; readonly disagreement: number }> {
  const results = [];
  for (const candidate of own) results.push(await candidate.result());
  if (results.length === 0) return { medians: new Map(), disagreement: 0 };
  let disagreement = disagreementOf(results);
  if (!(disagreement <= AGREEMENT)) throw new Error(`The forms of the layer disagree by ${disagreement}.`);
  let present = [...peers];
  const without = (peer: Candidate, error: unknown) => {
    if (!(error instanceof AbsentPeerError)) throw error;
    leave(peer, error.message);
    present = present.filter((other) => other !== peer);
  };
  for (const peer of peers) {
    try {
      const apart = disagreementOf([results[0] as Float32Array, await peer.result()]);
      if (!(apart <= AGREEMENT)) throw new AbsentPeerError(`its result differs by ${apart.toPrecision(2)}`);
      // Whoever fails does so when it is run by itself, not among the others.
      await peer.run(1);
      disagreement = Math.max(disagreement, apart);
    } catch (error) {
      without(peer, error);
    }
  }
  for (;;) {
    let failed: Candidate | null = null;
    const noted = present.map(
      (peer): Candidate => ({
        ...peer,
        run: (repeats) =>
          peer.run(repeats).catch((error: unknown) => {
            failed = peer;
            throw error;
          }),
      }),
    );
    try {
      return { medians: await compare([...own, ...noted], SAMPLES), disagreement };
    } catch (error) {
      if (!failed) throw error;
      without(failed, error);
    }
  }
}
