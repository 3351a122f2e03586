import { useMemo } from "react";
import { Color, DoubleSide } from "three";
import { orbitAxis } from "../../config/orbit.ts";
import type { Palette } from "../palette.ts";
import { RING } from "../scene/handles.tsx";
import { Instances } from "../scene/instances.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants } from "../stores/run-store.ts";
import { useParts, useView } from "../stores/view-store.ts";
import { arcs } from "./arcs.ts";
import { useSurvey } from "./use-survey.ts";

/** Bands beside the ring that is dragged: the first one's distance from it, and the width of each. */
const GAP = 0.05;
const BAND = 0.075;
/** How far the notch of a wrong answer stands out. */
const NOTCH = 0.035;

/**
 * What every network answers all around the ring that turns the input: the stronger the colour, the more probable it
 * holds the truth; a notch where it is wrong.
 */
export function Ring({ palette, unit = 1 }: { palette: Palette; unit?: number }) {
  const survey = useSurvey();
  const entrants = useEntrants();
  const config = useConfig((state) => state.config);
  const { x, y } = useParts("x", "y");
  const axis = useView((view) => orbitAxis(view, config).axis);
  const instances = useMemo(() => {
    if (!survey || axis !== "rotate") return [];
    const surface = new Color(palette.surface);
    return survey.networks.flatMap(({ orbit }, k) => {
      const own = new Color(palette[entrants[k]?.colour ?? "accent"]);
      const radius = RING + GAP + (k + 0.5) * (BAND + 0.02);
      return arcs(orbit, { radius, width: BAND, notch: NOTCH }).map(({ matrix, truth, right }) => ({
        matrix,
        colour: right
          ? `#${surface
              .clone()
              .lerp(own, 0.12 + 0.88 * truth)
              .getHexString()}`
          : `#${surface.clone().lerp(new Color(palette.bad), 0.85).getHexString()}`,
      }));
    });
  }, [survey, axis, palette, entrants]);
  if (instances.length === 0) return null;
  return (
    <group position={[x / unit, y / unit, 0.28]}>
      <Instances instances={instances}>
        <planeGeometry args={[1, 1]} />
        <meshBasicMaterial toneMapped={false} side={DoubleSide} />
      </Instances>
    </group>
  );
}
