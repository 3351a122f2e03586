import { dimensionOf } from "../../config/tasks.ts";
import { removePoint } from "../own-data/edit-points.tsx";
import { usePalette } from "../palette.ts";
import { useCompilingHint } from "../scene/compiling-hint.ts";
import { Stage } from "../scene/stage.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useIsEditing } from "../stores/edit-store.ts";
import { useCloud } from "./cloud.ts";
import { PlanePicture } from "./plane.tsx";
import { SpacePicture } from "./space.tsx";

/** The cloud (faint), its moved copy (full), the handles that move it, and what the query point attends to. */
export function Scene() {
  const palette = usePalette();
  const cloud = useCloud();
  const compiling = useCompilingHint();
  const dimension = useConfig(({ config }) => dimensionOf(config));
  const editing = useIsEditing(dimension);
  const Picture = dimension === 2 ? PlanePicture : SpacePicture;
  const hint = editing
    ? `Drag a point to move it${dimension === 2 ? ", click an empty place to add one" : ""}; Delete takes the ringed one away.`
    : dimension === 3
      ? "Drag beside the handles to look around."
      : "";
  const shown = compiling ?? hint;
  return (
    <Stage
      dimension={dimension}
      onKey={(key) => editing && (key === "Delete" || key === "Backspace") && removePoint(dimension)}
      label={dimension === 2 ? "Input cloud and its moved copy." : "Input cloud in space and its moved copy."}
    >
      <Picture probe={cloud} palette={palette} />
      {shown !== "" && <p className="hint">{shown}</p>}
    </Stage>
  );
}
