import { WORKGROUP_BYTES } from "../../gpu/limits.ts";

/** How the kernels of Lie attention cut their work: numbers in, numbers out. */

/** A layer as far as its work depends on it. */
export interface Layer {
  readonly batch: number;
  readonly elements: number;
  /** Keys of each element. */
  readonly keys: number;
  readonly width: number;
  readonly heads: number;
  /** Numbers of a head's location. */
  readonly weights: number;
  /** Numbers in fours of a pair's record, see `FusedLocation`. */
  readonly record: number;
  /** Turns of loops within one pair, see `FusedLocation`. */
  readonly turns: number;
}

export interface Variant {
  /** Pairs a thread handles at once. */
  readonly lanes: 2 | 4;
  /** Location weights, and the sum of their gradient, in each thread's own memory. */
  readonly private: boolean;
  /** The forward pass evaluates the location net of one pair after the other; for four lanes. */
  readonly oneByOne: boolean;
  /** Threads that run in step add those sums up without workgroup memory. */
  readonly subgroups: boolean;
  readonly workgroup: number;
  /** Threads that share the keys of a query in the forward pass, at most: a power of two. */
  readonly parts: number;
  /** Slots of dq, one a workgroup that shares its queries, while that keeps its loops short enough. */
  readonly slots: number;
  /** Workgroups of the backward kernel that keep the adapter busy. */
  readonly workgroups: number;
}

/** Slots of dq, and of dk and dv, at most: memory stays linear in M. */
const MAX_SLOTS = 16;
const MAX_SPLITS = 8;

/**
 * Turns of all loops of one invocation together: llvmpipe silently ends every loop after 65 535, and a GPU's driver ends
 * what runs too long. Half of them are aimed at.
 */
const TURNS_LIMIT = 65_535;
const MAX_TURNS = 32_768;

/**
 * What is best on a kind of adapter. A GPU thread has few registers, so it takes two pairs at a time, reads the location
 * net where it lies and shares the sum over pairs with its workgroup. A CPU thread's memory is a cache: four pairs, and
 * everything its own.
 */
export const variants: Record<string, Variant> = {
  shared: {
    lanes: 2,
    private: false,
    oneByOne: false,
    subgroups: false,
    workgroup: 32,
    parts: 16,
    slots: 4,
    workgroups: 256,
  },
  private: {
    lanes: 4,
    private: true,
    oneByOne: true,
    subgroups: false,
    workgroup: 32,
    parts: 1,
    slots: 2,
    workgroups: 1,
  },
  subgroups: {
    lanes: 2,
    private: true,
    oneByOne: false,
    subgroups: true,
    workgroup: 32,
    parts: 16,
    slots: 4,
    workgroups: 256,
  },
};

/** Keys that a part has at least. */
const LEAST_KEYS = 2;

/** Bytes of workgroup memory that a thread's record of its pair takes. */
const recordBytes = (variant: Variant, { record }: Layer): number => (variant.private ? 0 : 16 * record);

/** Numbers a thread may share with its workgroup beside the records. */
const workgroupFloats = (variant: Variant, layer: Layer, workgroup: number): number =>
  Math.floor((WORKGROUP_BYTES / workgroup - recordBytes(variant, layer)) / 4) - 1;

/** The largest workgroup whose threads have room for so many bytes each. */
function largestWorkgroup(most: number, bytes: number): number {
  let workgroup = most;
  while (workgroup > 1 && workgroup * bytes > WORKGROUP_BYTES) workgroup /= 2;
  return workgroup;
}

/** The largest one whose threads have room to share `floats` numbers each beside their records. */
const workgroupFor = (variant: Variant, layer: Layer, floats: number): number =>
  largestWorkgroup(variant.workgroup, recordBytes(variant, layer) + 4 * (floats + 1));

/** How the forward kernel cuts its work: threads take a few queries each, and several share the keys of the same. */
export function forwardPlan(variant: Variant, { batch, elements, keys, width, heads, turns: within }: Layer) {
  const { lanes } = variant;
  const needed = 2 ** Math.ceil(Math.log2((keys * (1 + within)) / MAX_TURNS));
  const most = 2 ** Math.floor(Math.log2(keys / LEAST_KEYS));
  const wanted = Math.max(1, Math.min(Math.max(variant.parts, needed), most));
  // Half of the parts hand over their maximum, normaliser and total.
  const handed = wanted > 1 ? 4 * lanes * (width / heads + 2) : 0;
  const workgroup = largestWorkgroup(variant.workgroup, handed / 2);
  const parts = Math.min(wanted, workgroup);
  const rows = Math.ceil((batch * Math.ceil(elements / lanes) * parts) / workgroup);
  return {
    workgroups: [rows, heads, 1] as const,
    constants: { WORKGROUP: workgroup, PARTS: parts },
    turns: Math.ceil(keys / parts) * (1 + within),
  };
}

/** How the backward kernel cuts its work; memory grows with M only. */
export function backwardPlan(variant: Variant, layer: Layer) {
  const { batch, elements, width, heads, weights } = layer;
  const depth = width / heads;
  const workgroup = workgroupFor(variant, layer, depth);
  const queries = Math.max(1, Math.min(elements, Math.floor(workgroupFloats(variant, layer, workgroup) / depth)));
  const blocks = Math.ceil(elements / variant.lanes);
  const threads = Math.min(workgroup, blocks);
  const segments = Math.min(Math.floor(workgroup / threads), batch);
  const tiles = Math.ceil(blocks / threads);
  const share = queries * depth;
  const parts = Math.ceil(batch / segments) * heads;
  const mostSplits = Math.min(MAX_SPLITS, Math.ceil(elements / 16));
  let slots = Math.min(tiles, variant.slots);
  let splits = Math.min(Math.ceil(variant.workgroups / (slots * parts)), mostSplits);
  const turns = () => {
    const span = Math.ceil(elements / splits);
    const shared = Math.ceil(span / queries) * (1 + Math.ceil((segments * share) / workgroup));
    return Math.ceil(tiles / slots) * (span * (1 + layer.turns) + shared);
  };
  while (turns() > MAX_TURNS && splits < mostSplits) splits = Math.min(2 * splits, mostSplits);
  while (turns() > MAX_TURNS && slots < Math.min(tiles, MAX_SLOTS)) slots++;
  const rows = slots * Math.ceil(batch / segments);
  return {
    workgroups: [rows, heads, splits] as const,
    constants: {
      WORKGROUP: workgroup,
      THREADS: threads,
      SEGMENTS: segments,
      SLOTS: slots,
      SPLITS: splits,
      TILES: tiles,
      QUERIES: queries,
      SHARE: share,
      ROUNDS: Math.ceil(weights / share),
    },
    turns: turns(),
  };
}

/**
 * Whether no variant's loops over all pairs are ended early. Those of a net grow with the pairs alone, and what is too long
 * for them takes hours; waves are loops within each pair.
 */
export const isShortEnough = (layer: Layer): boolean =>
  layer.turns === 0 ||
  Object.values(variants).every((variant) =>
    [forwardPlan, backwardPlan].every((plan) => plan(variant, layer).turns <= TURNS_LIMIT),
  );

/** How the backward kernel over neighbour lists cuts its work: its workgroups walk over the queries in tiles. */
export function neighbourPlan(variant: Variant, layer: Layer) {
  const { batch, elements, keys, heads, weights, record, turns } = layer;
  const workgroup = workgroupFor(variant, layer, 1);
  const blocks = Math.ceil((batch * Math.ceil(elements / variant.lanes)) / workgroup);
  const enough = Math.max(variant.workgroups / heads, (blocks * (keys * (1 + turns) + 1)) / MAX_TURNS);
  const groups = Math.min(blocks, Math.ceil(enough));
  const share = Math.min(weights, workgroupFloats(variant, layer, workgroup));
  return {
    workgroups: [groups, heads, 1] as const,
    constants: {
      WORKGROUP: workgroup,
      GROUPS: groups,
      TILES: Math.ceil(blocks / groups),
      SHARE: variant.private || record === 0 ? share : 1,
      ROUNDS: Math.ceil(weights / share),
    },
  };
}
