import type { KernelOfDegrees } from "../autograd/operations/materialised-kernel.ts";
import type { Candidate } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { exponentOf } from "./exponent.ts";
import { drawFibres, type FibrePeer, type FibreSizes, fibreCandidate, forms, kernelsOf } from "./fibres.ts";
import { measurePeak } from "./peak-suite.ts";
import { AbsentPeerError, guarded, heard } from "./peer.ts";
import { sideBySide } from "./side-by-side.ts";
import type { Outcome } from "./suite.ts";

const small = { degrees: 2, channels: 8, hidden: 16, heads: 2, divisor: 4 } as const;
/** A small one, those of a browser with 5 and 20 points, and that of the authors' particles (neighbours 1.7, 1.12). */
const LAYERS: readonly FibreSizes[] = [
  { ...small, batch: 64, points: 5 },
  { ...small, batch: 64, points: 5, degrees: 3, hidden: 32 },
  { ...small, batch: 8, points: 20, degrees: 3, hidden: 32 },
  { ...small, batch: 128, points: 5, degrees: 4, hidden: 32 },
];
/** Everybody beside everybody, so that edges grow as the square of the points. */
const GROWTH: readonly FibreSizes[] = [11, 21, 41, 81].map((points) => ({ ...small, batch: 4, points }));

const edgesIn = ({ batch, points }: FibreSizes): number => batch * points * (points - 1);

/**
 * Multiply-adds of one pass over an edge, by the counts of neighbours 1.12: radial nets, half of them as the edge back has the
 * same, t = W_J f once, and what they send.
 */
function multiplyAddsOf({ l, k, orders, inputs, outputs, nets, scalars, hidden }: KernelOfDegrees): number {
  const numbers = outputs * inputs * orders.length;
  const radial = (scalars + 1) * hidden + hidden ** 2 + numbers * hidden;
  const turned = orders.length * (2 * l + 1) * (2 * k + 1) * inputs;
  return nets * (radial / 2 + numbers * (2 * l + 1)) + turned;
}

/** Backward over forward: everything once more, two products for each one, t once more (neighbours 1.12). */
const BACKWARD = 2.9;

const neededFor = (sizes: FibreSizes): number =>
  (1 + BACKWARD) *
  edgesIn(sizes) *
  kernelsOf(sizes)
    .flat()
    .reduce((total, own) => total + multiplyAddsOf(own), 0);

interface Figures {
  milliseconds: number | null;
  readonly bytes?: number;
  readonly dispatches?: number;
  /** Why a peer is not there. */
  absent?: string;
}

/** One layer in all forms and libraries, interleaved on the same numbers. */
async function measureLayer(gpu: Gpu, sizes: FibreSizes, peers: Readonly<Record<string, FibrePeer>>) {
  const data = await drawFibres(gpu, sizes);
  const figures: Record<string, Figures> = {};
  const own: Candidate[] = [];
  for (const form of forms) {
    const candidate = await fibreCandidate(gpu, sizes, data, form);
    const { bytes, dispatches } = candidate;
    figures[form] = { milliseconds: null, bytes, dispatches };
    own.push(candidate);
  }
  const others = new Set<Candidate>();
  for (const [name, peer] of Object.entries(peers)) {
    figures[name] = { milliseconds: null };
    try {
      others.add(guarded(name, await heard(() => peer(sizes, data))));
    } catch (error) {
      if (!(error instanceof AbsentPeerError)) throw error;
      figures[name].absent = error.message;
    }
  }
  const { medians, disagreement } = await sideBySide(own, [...others], (candidate, reason) => {
    (figures[candidate.name] as Figures).absent = reason;
    // It may still be at work, beside those that are timed.
    candidate.destroy();
    others.delete(candidate);
  });
  for (const [name, milliseconds] of medians) (figures[name] as Figures).milliseconds = milliseconds;
  for (const { destroy } of [...own, ...others]) destroy();
  return { figures, disagreement };
}

/** A layer of the SE(3)-Transformer, fused, with its kernels materialised, and in other libraries. */
export const fibreSuite = (peers: Readonly<Record<string, FibrePeer>>) =>
  async function* (gpu: Gpu): AsyncGenerator<Outcome> {
    const { multiplyAdds: peak } = await measurePeak(gpu);
    for (const sizes of LAYERS) {
      const { figures, disagreement } = await measureLayer(gpu, sizes, peers);
      const { batch, points, degrees, channels, hidden } = sizes;
      const needed = neededFor(sizes);
      const fused = figures.fused?.milliseconds as number;
      // 10⁶ a millisecond are 10⁹ a second.
      const share = needed / fused / 1e6 / peak;
      yield {
        report: { suite: "fibres", adapter: gpu.adapterName, sizes, figures, disagreement, needed, peak, share },
        table: {
          title: `One SE(3)-Transformer layer, forward + backward; B ${batch}, n ${points}, degrees 0 to ${degrees - 1}, ${channels} channels, radial width ${hidden}`,
          columns: ["ms", "times fused", "buffers, MiB", "dispatches", "of the peak"],
          rows: Object.entries(figures).map(([name, { milliseconds, bytes, dispatches, absent }]) => ({
            name,
            cells: [
              absent ? "absent" : milliseconds,
              milliseconds === null ? null : milliseconds / fused,
              bytes === undefined ? null : bytes / 2 ** 20,
              dispatches ?? null,
              name === "fused" ? share : null,
            ],
          })),
          note: [
            `${(needed / 1e6).toFixed(0)} million multiply-adds of its kernels; this adapter does ${peak.toFixed(0)} · 10⁹ a second.`,
            `Largest difference between gradients of features: ${disagreement.toExponential(1)} of the largest entry.`,
            "Only the fused form runs the radial nets once for an edge and the one back.",
            ...Object.entries(figures).flatMap(([name, { absent }]) =>
              absent ? [`${name} is absent: ${absent}.`] : [],
            ),
          ].join(" "),
        },
      };
    }
    yield await growthOfFibres(gpu);
  };

/** How time and memory grow with the number of edges, in both forms. */
async function growthOfFibres(gpu: Gpu): Promise<Outcome> {
  const edges = GROWTH.map(edgesIn);
  const found: Readonly<Record<string, Figures>>[] = [];
  for (const sizes of GROWTH) found.push((await measureLayer(gpu, sizes, {})).figures);
  const rows = forms
    .flatMap((form) => [
      { name: `${form}, ms`, values: found.map((figures) => figures[form]?.milliseconds as number) },
      { name: `${form}, buffers, MiB`, values: found.map((figures) => (figures[form]?.bytes as number) / 2 ** 20) },
    ])
    .map((row) => ({ ...row, exponent: exponentOf(edges, row.values) }));
  return {
    report: { suite: "fibre growth", adapter: gpu.adapterName, edges, rows },
    table: {
      title: "Growth of that layer with the number of edges",
      columns: [...edges.map((count) => `${count} edges`), "grows as edges to the"],
      rows: rows.map(({ name, values, exponent }) => ({ name, cells: [...values, exponent] })),
    },
  };
}
