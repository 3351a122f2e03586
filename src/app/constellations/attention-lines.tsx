import { Matrix4, Quaternion, Vector3 } from "three";
import type { CloudProbe } from "../../tasks/clouds/probe.ts";
import type { Palette } from "../palette.ts";
import { faded } from "../scene/faded.ts";
import { Instances } from "../scene/instances.tsx";
import type { Copy } from "./appearance.ts";

interface LinesProps {
  readonly probe: CloudProbe;
  readonly copy: Copy;
  readonly palette: Palette;
}

const WIDTH = { least: 0.004, most: 0.032 };
const along = new Vector3(1, 0, 0);

/**
 * Lines from the query point to every point it attends to: width and strength of colour by |weight|, hue by sign (weights
 * may be negative without softmax).
 */
export function AttentionLines({ probe: { mask, request }, copy, palette }: LinesProps) {
  const { at: points, row: weights, strength } = copy;
  if (!weights) return null;
  const dimension = points.length / mask.length;
  const at = (k: number) =>
    new Vector3(points[dimension * k], points[dimension * k + 1], dimension === 3 ? points[dimension * k + 2] : 0);
  const largest = Math.max(...weights.map((weight, k) => (mask[k] ? Math.abs(weight) : 0)), Number.MIN_VALUE);
  const mean =
    weights.reduce((sum, weight, k) => sum + (mask[k] ? Math.abs(weight) : 0), 0) /
    mask.reduce((sum, present) => sum + present, 0);
  const from = at(request.point);
  const instances = weights.map((weight, k) => {
    const to = at(k);
    // The many that are below the mean would hide the few that tell something.
    const relative = mask[k] && Math.abs(weight) >= mean ? Math.abs(weight) / largest : 0;
    const length = from.distanceTo(to);
    const turn = new Quaternion().setFromUnitVectors(along, to.clone().sub(from).normalize());
    const middle = from.clone().lerp(to, 0.5);
    if (dimension === 2) middle.z = 0.01 * relative;
    const width = relative === 0 ? 0 : WIDTH.least + (WIDTH.most - WIDTH.least) * relative;
    const matrix = new Matrix4().compose(middle, turn, new Vector3(length, width, width));
    const colour = weight < 0 ? palette.negative : palette.accent;
    return { matrix, colour: faded(colour, palette.surface, 1 - strength * (0.15 + 0.85 * relative)) };
  });
  return (
    <Instances instances={instances}>
      {dimension === 2 ? <planeGeometry args={[1, 1]} /> : <boxGeometry args={[1, 1, 1]} />}
      <meshBasicMaterial toneMapped={false} />
    </Instances>
  );
}
