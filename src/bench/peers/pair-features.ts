import { Fault } from "../../faults/fault.ts";
import { numbers } from "../../lie/arithmetic.ts";
import type { Group } from "../../lie/group.ts";
import type { AttentionData, AttentionSizes } from "../attention.ts";

/** Pair features of all pairs [B, N, N, D], computed on the CPU: peers get them ready-made. */
export function pairFeaturesOf(
  { batch, points }: AttentionSizes,
  group: Group,
  data: AttentionData,
): Float32Array<ArrayBuffer> {
  const elements = Array.from({ length: batch * points }, (_, k) =>
    group.lift(numbers, Array.from(data.points.subarray(2 * k, 2 * k + 2)), [data.stabiliser[k] as number], 1),
  );
  const { pairDim } = group;
  const pairs = new Float32Array(batch * points * points * pairDim);
  elements.forEach((a, row) => {
    const first = row - (row % points);
    for (let column = 0; column < points; column++) {
      const feature = group.pairFeature(numbers, a, elements[first + column] as typeof a, 1);
      pairs.set(feature, (row * points + column) * pairDim);
    }
  });
  return pairs;
}

const DEFAULT_BINDING = 2 ** 27;

/**
 * Browser libraries store the hidden layer of the location nets for all pairs in one buffer, and ask for no larger
 * binding than every device has; past it they print errors and compute on with garbage.
 * @throws RangeError where that layer is larger
 */
export function requireDefaultBinding({ batch, points, heads, kernel }: AttentionSizes): void {
  const bytes = 4 * batch * points ** 2 * heads * kernel;
  if (bytes > DEFAULT_BINDING) {
    const what = `The hidden layer of all pairs takes ${bytes} bytes.`;
    throw new Fault({ kind: "room", what, figure: bytes, limit: DEFAULT_BINDING });
  }
}

/** Shape of a parameter of the layer as peers want it: location nets batched over heads, [H, in, out]. */
export function parameterShape(name: string, values: Float32Array, sizes: AttentionSizes, group: Group): number[] {
  const { heads, kernel, width } = sizes;
  const net: Record<string, number[]> = {
    "location.0.weight": [heads, group.pairDim, kernel],
    "location.1.weight": [heads, kernel, kernel],
    "location.2.weight": [heads, kernel, 1],
  };
  return net[name] ?? (name.endsWith("bias") ? [values.length] : [width, width]);
}
