import type { Candidate } from "../../gpu/compare.ts";
import type { Group } from "../../lie/group.ts";
import type { AttentionData, AttentionSizes, Pass } from "../attention.ts";
import { pairFeaturesOf, parameterShape } from "./pair-features.ts";
import { entry, pythonCandidate } from "./python.ts";

/** The layer in PyTorch on this machine's CPU. @throws as `pythonCandidate` */
export function pytorchCandidate(
  sizes: AttentionSizes,
  group: Group,
  data: AttentionData,
  pass: Pass,
  patienceMs?: number,
): Promise<Candidate> {
  const { batch, points, width } = sizes;
  const parameters = [...data.parameters].map(([name, values]) => [
    name,
    entry(values, parameterShape(name, values, sizes, group)),
  ]);
  const given = {
    sizes,
    pass,
    parameters: Object.fromEntries(parameters),
    features: entry(data.features, [batch, points, width]),
    cotangent: entry(data.cotangent, [batch, points, width]),
    pairs: entry(pairFeaturesOf(sizes, group, data), [batch, points, points, group.pairDim]),
  };
  return pythonCandidate(`PyTorch ${pass}`, "pytorch.py", given, patienceMs);
}
