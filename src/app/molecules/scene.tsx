import { usePalette } from "../palette.ts";
import { useCompilingHint } from "../scene/compiling-hint.ts";
import { SpaceCanvas } from "../scene/space-canvas.tsx";
import { Stage } from "../scene/stage.tsx";
import { useParts } from "../stores/view-store.ts";
import { useIsEditingAtoms } from "./edit-atoms.ts";
import { useLooked } from "./looked.ts";
import { extentOf, Picture } from "./picture.tsx";

/** A molecule in space, its moved copy, and the handles that turn or shift it. */
export function Scene() {
  const palette = usePalette();
  const looked = useLooked();
  const editing = useIsEditingAtoms();
  const { structure } = useParts("structure");
  const compiling = useCompilingHint();
  // While atoms are dragged the picture keeps its scale.
  const unit = looked ? Math.max(1.5, (editing ? 5 : extentOf(looked.points)) / 1.6) : 2.5;
  const hint = editing
    ? "Drag an atom; beside them, look around."
    : (compiling ?? "Drag beside the handles to look around.");
  return (
    <Stage dimension={3} label={`Molecule in space and its moved copy${structure ? ", your own" : ""}.`}>
      <SpaceCanvas palette={palette} unit={unit} movable={!editing}>
        {looked && <Picture looked={looked} unit={unit} palette={palette} />}
      </SpaceCanvas>
      <p className="hint">{looked ? hint : "Loading the molecules…"}</p>
    </Stage>
  );
}
