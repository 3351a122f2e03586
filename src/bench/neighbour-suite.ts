import { compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { type AttentionSizes, drawData, neighbourSearch, ourCandidate } from "./attention.ts";
import { benchGroup } from "./attention-suite.ts";

export interface NeighbourReport {
  readonly sizes: string;
  readonly adapter: string;
  /** Medians of forward and backward together, milliseconds: over all elements, and over each one's neighbours. */
  readonly full: number;
  readonly neighbours: number;
  /** Finding the neighbours: once a forward pass, shared by all layers. */
  readonly search: number;
  /** Bytes of buffers of the layer over neighbours, forward and backward, by number of points. */
  readonly bytes: readonly { readonly points: number; readonly bytes: number }[];
}

const SAMPLES = 3;

/** The fused layer over all elements against that over each element's nearest, in one run on the same numbers. */
export async function neighbourSuite(gpu: Gpu, sizes: AttentionSizes, count: number): Promise<NeighbourReport> {
  const group = benchGroup();
  const near = { ...sizes, neighbours: count };
  const data = drawData(sizes, group);
  const search = await neighbourSearch(gpu, near, group, data);
  const neighbours = Float32Array.from(await search.result());
  const layers = {
    full: await ourCandidate(gpu, sizes, group, data, "fused", "forwardBackward"),
    neighbours: await ourCandidate(gpu, near, group, { ...data, neighbours }, "fused", "forwardBackward"),
  };
  const candidates = [...Object.entries(layers).map(([name, layer]) => ({ ...layer, name })), search];
  const medians = await compare(candidates, SAMPLES);
  for (const candidate of candidates) candidate.destroy();
  const bytes = [];
  for (let points = Math.ceil(sizes.points / 8); points <= sizes.points; points *= 2) {
    const grown = { ...near, points };
    const layer = await ourCandidate(gpu, grown, group, drawData(grown, group), "fused", "forwardBackward");
    bytes.push({ points, bytes: layer.bytes });
    layer.destroy();
  }
  const { batch, points, heads, width, kernel } = sizes;
  return {
    sizes: `${[batch, points, heads, width, kernel].join()} of ${count}`,
    adapter: gpu.adapterName,
    full: medians.get("full") as number,
    neighbours: medians.get("neighbours") as number,
    search: medians.get("search") as number,
    bytes,
  };
}
