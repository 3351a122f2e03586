import { dimensionOf } from "../../config/tasks.ts";
import { usePalette } from "../palette.ts";
import { Stage } from "../scene/stage.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { PlanePicture } from "./plane.tsx";
import { SpacePicture } from "./space.tsx";

/** The cloud (faint), its moved copy (full), the handles that move it, and what the query point attends to. */
export function Scene() {
  const palette = usePalette();
  const probe = useProbe("constellations");
  const dimension = useConfig(({ config }) => dimensionOf(config));
  // The last answer may still be of the other dimension.
  const shown = probe && probe.points.length === dimension * probe.mask.length ? probe : null;
  const Picture = dimension === 2 ? PlanePicture : SpacePicture;
  return (
    <Stage
      dimension={dimension}
      label={dimension === 2 ? "Input cloud and its moved copy." : "Input cloud in space and its moved copy."}
    >
      <Picture probe={shown} palette={palette} />
      {!shown && <p className="empty overlay">Compiling the network for your GPU…</p>}
    </Stage>
  );
}
