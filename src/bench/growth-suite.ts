import { compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { type AttentionSizes, drawData, neighbourSearch, ourCandidate } from "./attention.ts";
import { benchGroup } from "./attention-suite.ts";
import { exponentOf } from "./exponent.ts";
import type { Outcome } from "./suite.ts";

const POINTS = [256, 512, 1024, 2048];
const NEIGHBOURS = 32;
const SAMPLES = 3;
const sizes: AttentionSizes = { batch: 1, points: 0, heads: 8, width: 64, kernel: 16 };

/** How time grows with the number of points: over all elements, over neighbours, and for the search for them. */
export async function* growthSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  const group = benchGroup();
  const times: Record<"all" | "neighbours" | "search", number[]> = { all: [], neighbours: [], search: [] };
  for (const points of POINTS) {
    const own = { ...sizes, points };
    const near = { ...own, neighbours: NEIGHBOURS };
    const data = drawData(own, group);
    const search = await neighbourSearch(gpu, near, group, data);
    const neighbours = Float32Array.from(await search.result());
    const all = await ourCandidate(gpu, own, group, data, "fused", "forwardBackward");
    const close = await ourCandidate(gpu, near, group, { ...data, neighbours }, "fused", "forwardBackward");
    const candidates = [{ ...all, name: "all" }, { ...close, name: "neighbours" }, search];
    const medians = await compare(candidates, SAMPLES);
    for (const candidate of candidates) candidate.destroy();
    for (const name of ["all", "neighbours", "search"] as const) times[name].push(medians.get(name) as number);
  }
  const exponents = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, exponentOf(POINTS, list)]));
  const words = {
    all: "attention over all elements",
    neighbours: `attention over ${NEIGHBOURS} neighbours`,
    search: "finding them, once a pass",
  };
  yield {
    report: { suite: "growth", adapter: gpu.adapterName, points: POINTS, times, exponents },
    table: {
      title: "Growth with the number of points, ms",
      columns: [...POINTS.map((points) => `N = ${points}`), "grows as N to the"],
      rows: (["all", "neighbours", "search"] as const).map((name) => ({
        name: words[name],
        cells: [...times[name], exponents[name] as number],
      })),
      note: "One layer, forward and backward, B = 1, H = 8, C = 64, K = 16.",
    },
  };
}
