import type { CloudProbe } from "../../tasks/clouds/probe.ts";
import { glyphOf, type Palette } from "../palette.ts";
import { Dots } from "../scene/dots.tsx";
import { faded } from "../scene/faded.ts";
import { Handles } from "../scene/handles.tsx";
import { PlaneCanvas } from "../scene/plane-canvas.tsx";
import { useIsEditing } from "../stores/edit-store.ts";
import { pointAt, usePair } from "../stores/pair-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { Ring } from "../survey/ring.tsx";
import { presentPoints, useCopies } from "./appearance.ts";
import { AttentionLines } from "./attention-lines.tsx";
import { Frames } from "./frames.tsx";
import { OwnHandles } from "./own-handles.tsx";

const depths = { original: 0.1, moved: 0.2 } as const;

function Contents({ probe, palette }: { probe: CloudProbe; palette: Palette }) {
  const { needles } = useParts("needles");
  const pair = usePair((state) => state.key);
  const { mask, pattern, request, frames } = probe;
  const present = presentPoints(probe);
  return useCopies(probe, palette, 2).map((copy) => {
    const { name, at, colours, faint, radius } = copy;
    const depth = depths[name];
    const dotAt = (k: number) => ({ x: at[2 * k] ?? 0, y: at[2 * k + 1] ?? 0 });
    const dots = present.map((k) => ({
      ...dotAt(k),
      radius,
      colour: colours[k] ?? palette.ink,
      glyph: glyphOf(pattern[k] ?? 0),
    }));
    const ink = faded(palette.ink, palette.surface, faint);
    const ring = { ...dotAt(request.point), radius: radius + 0.03, colour: ink };
    const key = { ...dotAt(pair ?? 0), radius: pair === null ? 0 : radius + 0.045, colour: palette.accent };
    const gap = { ...ring, radius: radius + 0.014, colour: palette.surface };
    return (
      <group key={name}>
        <AttentionLines probe={probe} copy={copy} palette={palette} />
        {frames && needles === "shown" && (
          <Frames points={at} directions={frames[name]} mask={mask} colour={ink} depth={depth - 0.03} />
        )}
        <Dots dots={[key, ring]} depth={depth - 0.02} />
        <Dots dots={[gap]} depth={depth - 0.01} />
        <Dots
          dots={dots}
          depth={depth}
          onPick={(index) => look({ point: present[index] ?? 0 })}
          onPoint={(index) => pointAt(index === null ? null : (present[index] ?? 0))}
        />
      </group>
    );
  });
}

/** A cloud of the plane, with the knob that turns it and the cross that shifts it. */
export function PlanePicture({ probe, palette }: { probe: CloudProbe; palette: Palette }) {
  const editing = useIsEditing(2);
  return (
    <PlaneCanvas palette={palette}>
      <Contents probe={probe} palette={palette} />
      {editing ? (
        <OwnHandles probe={probe} dimension={2} palette={palette} />
      ) : (
        <>
          <Handles palette={palette} />
          <Ring palette={palette} />
        </>
      )}
    </PlaneCanvas>
  );
}
