import { defaultPreset, presets } from "../config/presets.ts";
import { AGREEMENT, type Contestant, compare, disagreementOf } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { groupNamed } from "../lie/registry.ts";
import { type AttentionData, type AttentionSizes, drawData, ourContestant, type Pass } from "./attention.ts";

/** A peer that this machine does not have: the others run without it. */
export class AbsentPeerError extends Error {}

/** The same layer in another library, ready to be timed. @throws AbsentPeerError */
export type Peer = (
  sizes: AttentionSizes,
  group: ReturnType<typeof groupNamed>,
  data: AttentionData,
  pass: Pass,
) => Promise<Contestant>;

/** Medians in milliseconds, and bytes of buffers beside the parameters; null where it does not fit the adapter. */
interface Figures {
  forward: number | null;
  forwardBackward: number | null;
  bytes?: number;
}

export interface AttentionReport {
  readonly sizes: string;
  readonly adapter: string;
  /** By contestant: `fused`, `decomposed` and the peers. */
  readonly figures: Readonly<Record<string, Figures>>;
  /** Largest difference between contestants, of the output and of the features' gradient, relative to its largest entry. */
  readonly disagreement: number;
}

const SAMPLES = 5;

/** The group the page opens with. */
export const benchGroup = () => groupNamed(presets[defaultPreset]?.config.group as string);

/**
 * One LieSelfAttention layer of the default group, SE(2), dot content, location net and softmax: fused, decomposed and in other libraries,
 * side by side in one run on the same numbers.
 * @throws Error if the contestants disagree by more than 1e-3
 */
export async function attentionSuite(
  gpu: Gpu,
  sizes: AttentionSizes,
  peers: Readonly<Record<string, Peer>>,
): Promise<AttentionReport> {
  const group = benchGroup();
  const data = drawData(sizes, group);
  const figures: Record<string, Figures> = {};
  let disagreement = 0;
  const absent = new Set<string>();
  for (const pass of ["forward", "forwardBackward"] as const) {
    const contestants: Contestant[] = [];
    const enter = async (name: string, make: () => Promise<Contestant & { readonly bytes?: number }>) => {
      figures[name] ??= { forward: null, forwardBackward: null };
      try {
        const contestant = await make();
        contestants.push({ ...contestant, name });
        if (contestant.bytes !== undefined) figures[name].bytes = contestant.bytes;
      } catch (error) {
        if (error instanceof AbsentPeerError) absent.add(name);
        else if (!(error instanceof RangeError)) throw error;
      }
    };
    for (const form of ["fused", "decomposed"] as const) {
      await enter(form, () => ourContestant(gpu, sizes, group, data, form, pass));
    }
    for (const [name, peer] of Object.entries(peers)) await enter(name, () => peer(sizes, group, data, pass));
    const results: Float32Array[] = [];
    for (const contestant of contestants) results.push(await contestant.result());
    disagreement = Math.max(disagreement, disagreementOf(results));
    if (disagreement > AGREEMENT) throw new Error(`The contestants disagree by ${disagreement} in ${pass}.`);
    for (const [name, milliseconds] of await compare(contestants, SAMPLES)) {
      (figures[name] as Figures)[pass] = milliseconds;
    }
    for (const contestant of contestants) contestant.destroy();
  }
  for (const name of absent) delete figures[name];
  const { batch, points, heads, width, kernel } = sizes;
  return { sizes: [batch, points, heads, width, kernel].join(), adapter: gpu.adapterName, figures, disagreement };
}
