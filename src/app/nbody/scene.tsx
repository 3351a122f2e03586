import { usePalette } from "../palette.ts";
import { useCompilingHint } from "../scene/compiling-hint.ts";
import { SpaceCanvas } from "../scene/space-canvas.tsx";
import { Stage } from "../scene/stage.tsx";
import { unitOf, useLookedAt } from "./looked.ts";
import { Picture } from "./picture.tsx";

/** A system of charges in space, moved by handles, with arrows to where its bodies will be. */
export function Scene() {
  const palette = usePalette();
  const looked = useLookedAt();
  const compiling = useCompilingHint();
  const unit = unitOf(looked.system);
  return (
    <Stage dimension={3} label="Charged bodies in space, and arrows to where they will be.">
      <SpaceCanvas palette={palette} unit={unit}>
        <Picture looked={looked} unit={unit} palette={palette} />
      </SpaceCanvas>
      <p className="hint">{compiling ?? "Drag beside the handles to look around."}</p>
    </Stage>
  );
}
