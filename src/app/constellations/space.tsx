import { Matrix4, Quaternion, Vector3 } from "three";
import { kindOf } from "../../tasks/clouds/kinds.ts";
import type { CloudProbe } from "../../tasks/clouds/probe.ts";
import { glyphOf, type Palette } from "../palette.ts";
import { faded } from "../scene/faded.ts";
import { Glyphs } from "../scene/glyphs.tsx";
import { Instances } from "../scene/instances.tsx";
import { SpaceCanvas } from "../scene/space-canvas.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useIsEditing } from "../stores/edit-store.ts";
import { pointAt } from "../stores/pair-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { presentPoints, useCopies } from "./appearance.ts";
import { AttentionLines } from "./attention-lines.tsx";
import { OwnHandles } from "./own-handles.tsx";

/** Of e_x, e_y and e_z, readable on light and dark. */
const axisColours = ["#d1495b", "#2e9e5b", "#3f7fdd"] as const;
const TRIAD = { length: 0.2, width: 0.014 };

/** Lifted elements as triads: a point sits where the element takes the origin, the needles point where it takes the axes. */
function Triads({
  points,
  axes,
  mask,
  faint,
  palette,
}: {
  /** [n, 3] */
  points: Float32Array;
  /** Unit vectors [n, S, 3, 3]. */
  axes: Float32Array;
  mask: Float32Array;
  faint: number;
  palette: Palette;
}) {
  const count = axes.length / 9;
  const samples = count / mask.length;
  const instances = Array.from({ length: 3 * count }, (_, needle) => {
    const point = Math.floor(needle / 3 / samples);
    const direction = new Vector3().fromArray(axes, 3 * needle);
    const turn = new Quaternion().setFromUnitVectors(new Vector3(1, 0, 0), direction);
    const middle = new Vector3().fromArray(points, 3 * point).addScaledVector(direction, 0.5 * TRIAD.length);
    const size = mask[point] === 1 ? 1 : 0;
    const scale = new Vector3(TRIAD.length, TRIAD.width, TRIAD.width).multiplyScalar(size);
    return {
      matrix: new Matrix4().compose(middle, turn, scale),
      colour: faded(axisColours[needle % 3] as string, palette.surface, faint),
    };
  });
  return (
    <Instances instances={instances}>
      <boxGeometry args={[1, 1, 1]} />
      <meshBasicMaterial toneMapped={false} />
    </Instances>
  );
}

const ball = (at: Float32Array, k: number, radius: number) =>
  new Matrix4().makeScale(radius, radius, radius).setPosition(new Vector3().fromArray(at, 3 * k));

function Contents({ probe, palette }: { probe: CloudProbe; palette: Palette }) {
  const { needles } = useParts("needles");
  const { mask, pattern, request, frames } = probe;
  const present = presentPoints(probe);
  return useCopies(probe, palette, 3).map((copy) => {
    const { name, at, colours, faint, radius } = copy;
    const balls = present.map((k) => ({
      matrix: ball(at, k, radius),
      colour: colours[k] ?? palette.ink,
      glyph: glyphOf(pattern[k] ?? 0),
    }));
    return (
      <group key={name}>
        <AttentionLines probe={probe} copy={copy} palette={palette} />
        {frames && needles === "shown" && (
          <Triads points={at} axes={frames[name]} mask={mask} faint={faint} palette={palette} />
        )}
        <Glyphs
          dimension={3}
          instances={balls}
          onPick={(index) => look({ point: present[index] ?? 0 })}
          onPoint={(index) => pointAt(index === null ? null : (present[index] ?? 0))}
        />
        <Instances instances={[{ matrix: ball(at, request.point, radius + 0.04), colour: palette.ink }]}>
          <sphereGeometry args={[1, 24, 16]} />
          <meshBasicMaterial toneMapped={false} transparent opacity={0.22 * (1 - faint)} depthWrite={false} />
        </Instances>
      </group>
    );
  });
}

/** A cloud of space, with handles that turn or shift it. */
export function SpacePicture({ probe, palette }: { probe: CloudProbe; palette: Palette }) {
  const editing = useIsEditing(3);
  const { upright } = useConfig(({ config }) => kindOf(config));
  return (
    <SpaceCanvas palette={palette} up={upright ? "z" : "y"} movable={!editing}>
      <Contents probe={probe} palette={palette} />
      {editing && <OwnHandles probe={probe} dimension={3} palette={palette} />}
    </SpaceCanvas>
  );
}
