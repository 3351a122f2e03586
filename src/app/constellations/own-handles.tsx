import { movedPoint } from "../../lie/motion.ts";
import type { CloudProbe } from "../../tasks/clouds/probe.ts";
import { EditPoints } from "../own-data/edit-points.tsx";
import type { Palette } from "../palette.ts";
import { useInputMotion } from "../stores/input-motion.ts";
import { presentPoints } from "./appearance.ts";

/** Handles on the points of the moved copy of the visitor's own cloud. */
export function OwnHandles({ probe, dimension, palette }: { probe: CloudProbe; dimension: 2 | 3; palette: Palette }) {
  const motion = useInputMotion();
  const { points, mask } = probe;
  const places = presentPoints(probe).map((k) =>
    movedPoint(Array.from(points.subarray(dimension * k, dimension * (k + 1))), motion),
  );
  return <EditPoints {...{ places, motion, dimension, palette }} room={mask.length} />;
}
