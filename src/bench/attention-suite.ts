import { defaultPreset, presets } from "../config/presets.ts";
import { kindOf } from "../faults/fault.ts";
import { AGREEMENT, type Candidate, compare, disagreementOf } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { groupNamed } from "../lie/registry.ts";
import { type AttentionSizes, drawData, ourCandidate, type Pass } from "./attention.ts";
import { AbsentPeerError, guarded, heard, type Peer } from "./peer.ts";

/** Medians in milliseconds, and bytes of buffers beside the parameters; null where it does not fit the adapter. */
interface Figures {
  forward: number | null;
  forwardBackward: number | null;
  bytes?: number;
  /** Why a peer was not measured. */
  absent?: string;
}

export interface AttentionReport {
  readonly sizes: string;
  readonly adapter: string;
  /** By candidate: `fused`, `decomposed` and the peers. */
  readonly figures: Readonly<Record<string, Figures>>;
  /** Largest difference between candidates, of the output and of the features' gradient, relative to its largest entry. */
  readonly disagreement: number;
}

const SAMPLES = 5;

/** The group the page opens with. */
export const benchGroup = () => groupNamed(presets[defaultPreset]?.config.group as string);

/** Medians of our forms and of the peers that see it through; the others leave with a reason. */
async function measure(
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

/**
 * One LieSelfAttention layer of the default group, SE(2), dot content, location net and softmax: fused, decomposed and in
 * other libraries, side by side in one run on the same numbers. A peer that is absent, fails, disagrees or says nothing is
 * reported with the reason.
 * @throws Error if our own forms disagree by more than 1e-3
 */
export async function attentionSuite(
  gpu: Gpu,
  sizes: AttentionSizes,
  peers: Readonly<Record<string, Peer>>,
): Promise<AttentionReport> {
  const group = benchGroup();
  const data = drawData(sizes, group);
  const figures: Record<string, Figures> = {};
  const figuresOf = (name: string): Figures => (figures[name] ??= { forward: null, forwardBackward: null });
  let disagreement = 0;
  const tryToMake = async (name: string, make: () => Promise<Candidate>): Promise<Candidate[]> => {
    figuresOf(name);
    try {
      return [{ ...(await make()), name }];
    } catch (error) {
      if (error instanceof AbsentPeerError) figuresOf(name).absent = error.message;
      else if (kindOf(error) !== "room") throw error;
      return [];
    }
  };
  const passes: readonly Pass[] = ["forward", "forwardBackward"];
  for (const pass of passes) {
    const own: Candidate[] = [];
    for (const form of ["fused", "decomposed"] as const) {
      const make = async () => {
        const made = await ourCandidate(gpu, sizes, group, data, form, pass);
        figuresOf(form).bytes = made.bytes;
        return made;
      };
      own.push(...(await tryToMake(form, make)));
    }
    const others = new Set<Candidate>();
    for (const [name, peer] of Object.entries(peers)) {
      if (figures[name]?.absent) continue;
      const make = async () => guarded(name, await heard(() => peer(sizes, group, data, pass)));
      for (const candidate of await tryToMake(name, make)) others.add(candidate);
    }
    const found = await measure(own, [...others], (candidate, reason) => {
      figuresOf(candidate.name).absent = reason;
      // It may still be at work, beside those that are timed.
      candidate.destroy();
      others.delete(candidate);
    });
    disagreement = Math.max(disagreement, found.disagreement);
    for (const [name, milliseconds] of found.medians) figuresOf(name)[pass] = milliseconds;
    for (const candidate of [...own, ...others]) candidate.destroy();
  }
  const { batch, points, heads, width, kernel } = sizes;
  return { sizes: [batch, points, heads, width, kernel].join(), adapter: gpu.adapterName, figures, disagreement };
}
