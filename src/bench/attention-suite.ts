import { defaultPreset, presets } from "../config/presets.ts";
import { kindOf } from "../faults/fault.ts";
import type { Candidate } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { groupNamed } from "../lie/registry.ts";
import { type AttentionSizes, drawData, ourCandidate, type Pass } from "./attention.ts";
import { AbsentPeerError, guarded, heard, type Peer } from "./peer.ts";
import { sideBySide } from "./side-by-side.ts";

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

/** The group the page opens with. */
export const benchGroup = () => groupNamed(presets[defaultPreset]?.config.group as string);

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
    const found = await sideBySide(own, [...others], (candidate, reason) => {
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
