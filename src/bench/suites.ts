import type { DataFiles } from "../data/data-files.ts";
import type { Gpu } from "../gpu/device.ts";
import type { AttentionSizes } from "./attention.ts";
import { type AttentionReport, attentionSuite } from "./attention-suite.ts";
import { fibreSuite } from "./fibre-suite.ts";
import type { FibrePeer } from "./fibres.ts";
import { growthSuite } from "./growth-suite.ts";
import { linformerSuite } from "./linformer-suite.ts";
import { type NeighbourReport, neighbourSuite } from "./neighbour-suite.ts";
import { paddingSuite } from "./padding-suite.ts";
import { peakSuite } from "./peak-suite.ts";
import type { Peer } from "./peer.ts";
import { productSuite } from "./product-suite.ts";
import type { Outcome, Suite } from "./suite.ts";
import { timeSuite } from "./time-suite.ts";
import { trainingSuite } from "./training-suite.ts";
import { variantSuite } from "./variant-suite.ts";

/** What a suite measures, where it can be asked for something else. */
export interface Request {
  /** Sizes of one attention layer; each suite's own where left out. */
  readonly sizes?: readonly AttentionSizes[];
  readonly neighbours: number;
  /** The same layer in other libraries, by name. */
  readonly peers: Readonly<Record<string, Peer>>;
  /** The same layer between fibres in other libraries, by name; none where left out. */
  readonly fibrePeers?: Readonly<Record<string, FibrePeer>>;
  /** Where the data of tasks come from. */
  readonly files: DataFiles;
}

const layer = (batch: number, points: number): AttentionSizes => ({ batch, points, heads: 8, width: 64, kernel: 16 });

function attentionTable({ sizes, figures, disagreement }: AttentionReport) {
  const fused = figures.fused?.forwardBackward ?? null;
  return {
    title: `One layer, SE(2), dot + net, softmax; B,N,H,C,K = ${sizes}`,
    columns: ["forward, ms", "forward + backward, ms", "buffers, MiB", "times fused"],
    rows: Object.entries(figures).map(([name, { forward, forwardBackward, bytes, absent }]) => ({
      name,
      cells: [
        absent && forward === null ? "absent" : forward,
        absent && forwardBackward === null ? "absent" : forwardBackward,
        bytes === undefined ? null : bytes / 2 ** 20,
        fused && forwardBackward ? forwardBackward / fused : null,
      ],
    })),
    note: [
      `Largest difference between them: ${disagreement.toExponential(1)} of the largest entry.`,
      ...Object.entries(figures).flatMap(([name, { absent }]) => (absent ? [`${name} is absent: ${absent}.`] : [])),
    ].join(" "),
  };
}

function neighbourTable({ sizes, full, neighbours, search, bytes }: NeighbourReport) {
  return {
    title: `One layer over all elements and over each one's nearest; B,N,H,C,K = ${sizes}`,
    columns: ["forward + backward, ms", "times faster"],
    rows: [
      { name: "all elements", cells: [full, 1] },
      { name: "neighbours", cells: [neighbours, full / neighbours] },
      { name: "finding them, once a pass for all layers", cells: [search, null] },
    ],
    note: `Buffers over neighbours: ${bytes.map(({ points, bytes: size }) => `N = ${points}: ${size} bytes`).join(", ")}.`,
  };
}

/** Every suite by name, in the order they run. */
export function suites({ sizes, neighbours, peers, fibrePeers = {}, files }: Request): Record<string, Suite> {
  async function* attention(gpu: Gpu): AsyncGenerator<Outcome> {
    for (const own of sizes ?? [layer(8, 64), layer(2, 256)]) {
      const { figures, ...report } = await attentionSuite(gpu, own, peers);
      yield { report: { ...report, ...figures }, table: attentionTable({ figures, ...report }) };
    }
  }
  async function* overNeighbours(gpu: Gpu): AsyncGenerator<Outcome> {
    for (const own of sizes ?? [layer(1, 4096)]) {
      const report = await neighbourSuite(gpu, own, neighbours);
      yield { report: { ...report }, table: neighbourTable(report) };
    }
  }
  return {
    peak: peakSuite,
    attention,
    neighbours: overNeighbours,
    growth: growthSuite,
    fibres: fibreSuite(fibrePeers),
    linformer: linformerSuite,
    time: timeSuite,
    product: productSuite,
    training: trainingSuite(files),
    padding: paddingSuite(files),
    variants: variantSuite(files),
  };
}
