import { everyOther } from "../../autograd/operations/mutual-edges.ts";
import type { FibrePeer } from "../fibres.ts";
import { entry, pythonCandidate } from "./python.ts";

/** The layer between fibres in PyTorch on this machine's CPU, messages by itself or by e3nn's tensor products. */
const peerBy =
  (library: "torch" | "e3nn"): FibrePeer =>
  (sizes, { parameters, features, length, direction, basis }) => {
    const { batch, points, channels } = sizes;
    const edges = length.length;
    const named = [...parameters].map(([name, { data, shape }]) => [name, entry(data, shape)]);
    return pythonCandidate(library, "fibres.py", {
      library,
      sizes,
      senders: everyOther(points),
      parameters: Object.fromEntries(named),
      features: features.map((own, l) => entry(own, [batch, points, 2 * l + 1, channels])),
      length: entry(length, [edges, 1]),
      direction: entry(direction, [edges, 3]),
      basis: basis.map((row, l) =>
        row.map((own, k) => entry(own, [edges, Math.min(2 * l, 2 * k) + 1, 2 * l + 1, 2 * k + 1])),
      ),
    });
  };

export const fibrePeers: Readonly<Record<string, FibrePeer>> = { PyTorch: peerBy("torch"), e3nn: peerBy("e3nn") };
