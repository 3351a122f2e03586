import { type ThreeEvent, useThree } from "@react-three/fiber";
import { inverseMotion, type Motion, movedPoint } from "../../lie/motion.ts";
import type { Palette } from "../palette.ts";
import { underPointer } from "../scene/facing-plane.ts";
import { Handle } from "../scene/handles.tsx";
import { changeOwn } from "../stores/edit-store.ts";
import { look, useView } from "../stores/view-store.ts";

interface EditPointsProps {
  /** Places of the moved points, [n][d]. */
  readonly places: readonly (readonly number[])[];
  readonly motion: Motion;
  readonly dimension: 2 | 3;
  /** Points that a cloud has room for. */
  readonly room: number;
  readonly palette: Palette;
}

const GRIP = 0.13;

/** Handles on the visitor's own points: drag one to move it, click an empty place of the plane to add one. */
export function EditPoints({ places, motion, dimension, room, palette }: EditPointsProps) {
  const camera = useThree((state) => state.camera);
  /** Where the visitor's own point is whose moved copy is at a place. */
  const back = (at: readonly number[]) => movedPoint(at.slice(0, dimension), inverseMotion(motion));
  const add = (event: ThreeEvent<MouseEvent>) => {
    event.stopPropagation();
    if (event.delta > 4 || places.length >= room) return;
    changeOwn(dimension, (points) => [...points, back(event.point.toArray())]);
    look({ point: places.length });
  };
  const drag = (k: number, at: readonly number[]) => (event: ThreeEvent<PointerEvent>) => {
    const to = underPointer(event.ray, camera, at);
    if (to) changeOwn(dimension, (points) => (k < points.length ? points.with(k, back(to)) : points));
  };
  return (
    <>
      {dimension === 2 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a three.js object; the list of points does the same.
        <mesh position={[0, 0, -0.15]} onClick={add}>
          <planeGeometry args={[8, 8]} />
          <meshBasicMaterial transparent opacity={0} depthWrite={false} />
        </mesh>
      )}
      {places.map((at, k) => (
        <group
          // biome-ignore lint/suspicious/noArrayIndexKey: points are told apart by their index.
          key={k}
          position={[at[0] ?? 0, at[1] ?? 0, dimension === 2 ? 0.4 : (at[2] ?? 0)]}
        >
          <Handle
            cursor="grab"
            onGrab={() => {
              look({ point: k });
              return undefined;
            }}
            onDrag={drag(k, at)}
          >
            <mesh>
              {dimension === 2 ? <circleGeometry args={[GRIP, 24]} /> : <sphereGeometry args={[GRIP, 16, 12]} />}
              <meshBasicMaterial
                color={palette.accent}
                transparent
                opacity={0.18}
                depthWrite={false}
                toneMapped={false}
              />
            </mesh>
          </Handle>
        </group>
      ))}
    </>
  );
}

/** Takes the chosen one of the visitor's own points away; one has to stay. @returns whether there was one */
export function removePoint(dimension: 2 | 3): boolean {
  const { point } = useView.getState();
  let removed = false;
  changeOwn(dimension, (points) => {
    removed = points.length > 1;
    // A query that is not there gives way to the first.
    return removed ? points.toSpliced(point < points.length ? point : 0, 1) : points;
  });
  if (removed) look({ point: Math.max(0, point - 1) });
  return removed;
}
