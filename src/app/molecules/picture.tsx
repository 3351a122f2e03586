import { Html } from "@react-three/drei";
import { type ThreeEvent, useThree } from "@react-three/fiber";
import { useMemo } from "react";
import { Matrix4, Vector3 } from "three";
import { inverseMotion, movedPoint, movePoints } from "../../lie/motion.ts";
import { elementOf } from "../../molecules/elements.ts";
import { bondsOf } from "../../molecules/molecule.ts";
import type { Palette } from "../palette.ts";
import { underPointer } from "../scene/facing-plane.ts";
import { faded } from "../scene/faded.ts";
import { Handle } from "../scene/handles.tsx";
import { Instances } from "../scene/instances.tsx";
import { useInputMotion } from "../stores/input-motion.ts";
import { pointAt } from "../stores/pair-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { shownRow } from "./attention.tsx";
import { changeAtoms, useIsEditingAtoms } from "./edit-atoms.ts";
import { colourOfAtom } from "./element-colours.ts";
import type { Looked } from "./looked.ts";
import { stick, tip } from "./sticks.ts";

/** Of its covalent radius, that a ball has; and the radius of a stick, angstrom. */
const BALL = 0.45;
const STICK = 0.09;

/** Length of the longest arrow, angstrom. */
const ARROW = 1.4;

const place = (points: Float32Array, k: number, unit: number) =>
  new Vector3().fromArray(points, 3 * k).divideScalar(unit);

interface CopyProps {
  readonly z: Uint8Array;
  /** Angstrom, [n, 3]. */
  readonly points: Float32Array;
  /** Length, in angstrom, of one in the picture. */
  readonly unit: number;
  readonly faint: number;
  readonly palette: Palette;
  readonly pick: boolean;
}

/** Balls and sticks. */
function Copy({ z, points, unit, faint, palette, pick }: CopyProps) {
  // Bonds are told from the copy itself: a motion that stretches it breaks them.
  const bonds = useMemo(() => bondsOf({ z, points: points as Float32Array<ArrayBuffer> }), [z, points]);
  const colour = (k: number) => faded(colourOfAtom(z[k] as number, palette), palette.surface, faint);
  const balls = Array.from(z, (one, k) => {
    const radius = (BALL * elementOf(one).radius + 0.08) / unit;
    return {
      matrix: new Matrix4().makeScale(radius, radius, radius).setPosition(place(points, k, unit)),
      colour: colour(k),
    };
  });
  // Half a stick an atom, in its colour.
  const sticks = bonds.flatMap(([a, b]) => {
    const [from, to] = [place(points, a, unit), place(points, b, unit)];
    const middle = from.clone().lerp(to, 0.5);
    return [
      { matrix: stick(from, middle, STICK / unit), colour: colour(a) },
      { matrix: stick(middle, to, STICK / unit), colour: colour(b) },
    ];
  });
  return (
    <>
      <Instances
        instances={balls}
        onPick={pick ? (index) => look({ point: index }) : undefined}
        onPoint={pick ? (index) => pointAt(index) : undefined}
      >
        <sphereGeometry args={[1, 28, 20]} />
        <meshStandardMaterial roughness={0.55} toneMapped={false} />
      </Instances>
      <Instances instances={sticks}>
        <cylinderGeometry args={[1, 1, 1, 12]} />
        <meshStandardMaterial roughness={0.6} toneMapped={false} />
      </Instances>
    </>
  );
}

/** Where the prediction rises with an atom's place, and how steeply: of the first network. */
function Slopes({
  slope,
  points,
  unit,
  palette,
}: {
  slope: Float32Array;
  points: Float32Array;
  unit: number;
  palette: Palette;
}) {
  const vectors = Array.from({ length: slope.length / 3 }, (_, k) => new Vector3().fromArray(slope, 3 * k));
  const longest = Math.max(...vectors.map((vector) => vector.length()), 1e-12);
  const arrows = vectors.map((vector, k) => {
    const from = place(points, k, unit);
    return { from, to: from.clone().addScaledVector(vector, ARROW / longest / unit) };
  });
  return (
    <>
      <Instances
        instances={arrows.map(({ from, to }) => ({ matrix: stick(from, to, 0.035 / unit), colour: palette.third }))}
      >
        <cylinderGeometry args={[1, 1, 1, 8]} />
        <meshBasicMaterial toneMapped={false} />
      </Instances>
      <Instances
        instances={arrows.map(({ from, to }) => ({
          matrix: tip(from, to, 0.1 / unit, 0.22 / unit),
          colour: palette.third,
        }))}
      >
        <coneGeometry args={[1, 1, 12]} />
        <meshBasicMaterial toneMapped={false} />
      </Instances>
    </>
  );
}

/** What the chosen head gives each atom, as lines from the one that asks. */
function AttentionLines({
  looked,
  points,
  unit,
  palette,
}: {
  looked: Looked;
  points: Float32Array;
  unit: number;
  palette: Palette;
}) {
  const parts = useParts("layer", "head", "point");
  const row = looked.probe && shownRow(looked.probe, parts);
  if (!row) return null;
  const query = parts.point < looked.z.length ? parts.point : 0;
  const others = row.map((weight, k) => ({ weight, k })).filter(({ k }) => k !== query);
  const largest = Math.max(...others.map(({ weight }) => Math.abs(weight)), 1e-12);
  const lines = others
    .filter(({ weight }) => Math.abs(weight) > 0.15 * largest)
    .map(({ weight, k }) => ({
      matrix: stick(place(points, query, unit), place(points, k, unit), (0.07 * Math.abs(weight)) / largest / unit),
      colour: weight < 0 ? palette.negative : palette.accent,
    }));
  return (
    <Instances instances={lines}>
      <cylinderGeometry args={[1, 1, 1, 8]} />
      <meshBasicMaterial toneMapped={false} transparent opacity={0.55} depthWrite={false} />
    </Instances>
  );
}

/** Handles on the atoms of a molecule of one's own. */
function AtomHandles({ looked, points, unit }: { looked: Looked; points: Float32Array; unit: number }) {
  const camera = useThree((state) => state.camera);
  const motion = useInputMotion();
  const drag = (k: number, at: Vector3) => (event: ThreeEvent<PointerEvent>) => {
    const to = underPointer(event.ray, camera, at.toArray());
    if (!to) return;
    const own = movedPoint(
      to.map((value) => value * unit),
      inverseMotion(motion),
    );
    changeAtoms((atoms) => (k < atoms.length ? atoms.with(k, [atoms[k]?.[0] as number, ...own]) : atoms));
  };
  return Array.from(looked.z, (one, k) => {
    const at = place(points, k, unit);
    const radius = (BALL * elementOf(one).radius + 0.2) / unit;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: atoms are told apart by their index.
      <group key={k} position={at}>
        <Handle
          cursor="grab"
          onGrab={() => {
            look({ point: k });
            return undefined;
          }}
          onDrag={drag(k, at)}
        >
          <mesh>
            <sphereGeometry args={[radius, 14, 10]} />
            <meshBasicMaterial transparent opacity={0} depthWrite={false} />
          </mesh>
        </Handle>
      </group>
    );
  });
}

/** The farthest atom from the origin, which the picture is fitted to; angstrom. */
export const extentOf = (points: Float32Array): number =>
  Math.max(2, ...Array.from({ length: points.length / 3 }, (_, k) => Math.hypot(...points.subarray(3 * k, 3 * k + 3))));

/** A molecule (faint) and its moved copy (full), with what networks make of the copy. */
export function Picture({ looked, unit, palette }: { looked: Looked; unit: number; palette: Palette }) {
  const motion = useInputMotion();
  const { slopes, symbols, point } = useParts("slopes", "symbols", "point");
  const editing = useIsEditingAtoms();
  const moved = useMemo(() => movePoints(looked.points, motion, 3), [looked.points, motion]);
  const atRest = moved.every((value, k) => Math.abs(value - (looked.points[k] as number)) < 1e-6);
  const query = point < looked.z.length ? point : 0;
  const slope = looked.probe?.models[0]?.slope;
  return (
    <>
      {!atRest && <Copy z={looked.z} points={looked.points} {...{ unit, palette }} faint={0.72} pick={false} />}
      <Copy z={looked.z} points={moved} {...{ unit, palette }} faint={0} pick={!editing} />
      <AttentionLines {...{ looked, unit, palette }} points={moved} />
      <Instances
        instances={[
          {
            matrix: new Matrix4()
              .makeScale(0.52 / unit, 0.52 / unit, 0.52 / unit)
              .setPosition(place(moved, query, unit)),
            colour: palette.ink,
          },
        ]}
      >
        <sphereGeometry args={[1, 24, 16]} />
        <meshBasicMaterial toneMapped={false} transparent opacity={0.18} depthWrite={false} />
      </Instances>
      {slopes === "shown" && slope && slope.length === moved.length && (
        <Slopes {...{ slope, unit, palette }} points={moved} />
      )}
      {symbols === "shown" &&
        Array.from(looked.z, (one, k) => (
          <Html
            // biome-ignore lint/suspicious/noArrayIndexKey: atoms are told apart by their index.
            key={k}
            position={place(moved, k, unit)}
            center
            className="symbol"
            pointerEvents="none"
            zIndexRange={[4, 0]}
          >
            {elementOf(one).symbol}
          </Html>
        ))}
      {editing && <AtomHandles {...{ looked, unit }} points={moved} />}
    </>
  );
}
