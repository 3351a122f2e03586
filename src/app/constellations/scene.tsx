import { dimensionOf } from "../../config/tasks.ts";
import { removePoint } from "../own-data/edit-points.tsx";
import { usePalette } from "../palette.ts";
import { Stage } from "../scene/stage.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useIsEditing } from "../stores/edit-store.ts";
import { isRecorded, useRun } from "../stores/run-store.ts";
import { useCloud } from "./cloud.ts";
import { PlanePicture } from "./plane.tsx";
import { SpacePicture } from "./space.tsx";

/** The cloud (faint), its moved copy (full), the handles that move it, and what the query point attends to. */
export function Scene() {
  const palette = usePalette();
  const cloud = useCloud();
  const compiling = useRun(({ building, summary, answered }) => (building > 0 && !summary) || (!answered && !!summary));
  const recorded = useRun((state) => (isRecorded(state) ? state.recording : null));
  const dimension = useConfig(({ config }) => dimensionOf(config));
  const editing = useIsEditing(dimension);
  const Picture = dimension === 2 ? PlanePicture : SpacePicture;
  const hint = editing
    ? `Drag a point to move it${dimension === 2 ? ", click an empty place to add one" : ""}; Delete takes the ringed one away.`
    : dimension === 3
      ? "Drag beside the handles to look around."
      : "";
  return (
    <Stage
      dimension={dimension}
      onKey={(key) => editing && (key === "Delete" || key === "Backspace") && removePoint(dimension)}
      label={dimension === 2 ? "Input cloud and its moved copy." : "Input cloud in space and its moved copy."}
    >
      <Picture probe={cloud} palette={palette} />
      {compiling ? (
        <p className="hint">
          {recorded
            ? `Answers recorded on ${recorded.adapter}; compiling for your GPU…`
            : "Compiling the networks for your GPU…"}
        </p>
      ) : (
        hint !== "" && <p className="hint">{hint}</p>
      )}
    </Stage>
  );
}
