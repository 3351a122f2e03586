import { Line } from "@react-three/drei";
import { Color } from "three";
import type { State } from "../../tasks/particles/systems.ts";
import { colourOf, type Palette } from "../palette.ts";
import type { Place } from "../scene/arrows.tsx";
import { placeOf } from "./appearance.ts";

/** States after which a trail has faded to its faintest. */
const TAIL = 150;

interface TrailsProps {
  readonly states: readonly State[];
  /** Index of the state that the trails lead to. */
  readonly time: number;
  readonly dimension: number;
  readonly unit: number;
  readonly palette: Palette;
  /** Width in pixels. */
  readonly width: number;
  /** How strong the colour is at its newest and at its oldest, 0 .. 1. */
  readonly strength: readonly [newest: number, oldest: number];
  /** Every other piece is left out. */
  readonly dashed?: boolean;
}

/** The way of every particle up to now, fading into the past; the newest pieces lie on top. */
export function Trails({ states, time, dimension, unit, palette, width, strength, dashed = false }: TrailsProps) {
  const surface = new Color(palette.surface);
  const [newest, oldest] = strength;
  const count = (states[0] as State).length / 2 / dimension;
  const points: Place[] = [];
  const colours: [number, number, number][] = [];
  for (let t = 1; t <= Math.min(time, states.length - 1); t++) {
    if (dashed && t % 4 < 2) continue;
    const faded = 1 - (oldest + (newest - oldest) * Math.max(0, 1 - (time - t) / TAIL));
    for (let k = 0; k < count; k++) {
      const from = placeOf(states[t - 1] as State, k, dimension, unit);
      const to = placeOf(states[t] as State, k, dimension, unit);
      if (!from || !to) continue;
      points.push(from, to);
      const { r, g, b } = new Color(colourOf(k)).lerp(surface, faded);
      colours.push([r, g, b], [r, g, b]);
    }
  }
  if (points.length === 0) return null;
  return (
    <Line
      segments
      points={points}
      vertexColors={colours}
      lineWidth={width}
      toneMapped={false}
      depthWrite={dimension === 3}
      raycast={() => null}
    />
  );
}
