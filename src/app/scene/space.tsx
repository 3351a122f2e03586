import { OrbitControls, TransformControls } from "@react-three/drei";
import { Canvas } from "@react-three/fiber";
import { useEffect, useMemo, useRef, useState } from "react";
import { BoxGeometry, Matrix4, Object3D, Quaternion, Vector3 } from "three";
import type { Probe } from "../../engine/protocol.ts";
import { anglesOf, motionOf } from "../motion.ts";
import { useView } from "../stores/view-store.ts";
import { faded, presentPoints, useCopies } from "./appearance.ts";
import { AttentionLines } from "./attention-lines.tsx";
import { Instances } from "./instances.tsx";
import type { Palette } from "./palette.ts";

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

function Contents({ probe, palette }: { probe: Probe; palette: Palette }) {
  const view = useView();
  const { mask, request, frames } = probe;
  const present = presentPoints(probe);
  return useCopies(probe, palette, 3).map((copy) => {
    const { name, at, colours, faint, radius } = copy;
    const balls = present.map((k) => ({ matrix: ball(at, k, radius), colour: colours[k] ?? palette.ink }));
    return (
      <group key={name}>
        <AttentionLines probe={probe} copy={copy} palette={palette} />
        {frames && view.needles === "shown" && (
          <Triads points={at} axes={frames[name]} mask={mask} faint={faint} palette={palette} />
        )}
        <Instances instances={balls} onPick={(index) => view.look({ point: present[index] ?? 0 })}>
          <sphereGeometry args={[1, 24, 16]} />
          <meshLambertMaterial toneMapped={false} />
        </Instances>
        <Instances instances={[{ matrix: ball(at, request.point, radius + 0.04), colour: palette.ink }]}>
          <sphereGeometry args={[1, 24, 16]} />
          <meshBasicMaterial toneMapped={false} transparent opacity={0.22 * (1 - faint)} depthWrite={false} />
        </Instances>
      </group>
    );
  });
}

/** Edges of the cube that the unmoved cloud fills. */
function Cube({ palette }: { palette: Palette }) {
  const box = useMemo(() => new BoxGeometry(2, 2, 2), []);
  return (
    <lineSegments raycast={() => null}>
      <edgesGeometry args={[box]} />
      <lineBasicMaterial color={palette.line} toneMapped={false} />
    </lineSegments>
  );
}

type Mode = "rotate" | "translate";

/** Rings that turn the input, or arrows that shift it. */
function MotionHandles({ mode }: { mode: Mode }) {
  const { rotate, yaw, pitch, x, y, z, look } = useView();
  const held = useRef(false);
  const pose = useMemo(() => new Object3D(), []);
  useEffect(() => {
    // While it is held it leads, and the view's rounded numbers follow.
    if (held.current) return;
    const { rotation, shift } = motionOf({ rotate, yaw, pitch, x, y, z }, 3);
    pose.quaternion.set(rotation[1], rotation[2], rotation[3], rotation[0]);
    pose.position.fromArray(shift as number[]);
  }, [pose, rotate, yaw, pitch, x, y, z]);
  const follow = () => {
    const { x: qx, y: qy, z: qz, w } = pose.quaternion;
    const [px, py, pz] = pose.position.toArray();
    look({ ...anglesOf([qx, qy, qz, w]), x: px, y: py, z: pz });
  };
  return (
    <>
      <primitive object={pose} />
      <TransformControls
        object={pose}
        mode={mode}
        size={1.5}
        onMouseDown={() => {
          held.current = true;
        }}
        onMouseUp={() => {
          held.current = false;
        }}
        onObjectChange={() => held.current && follow()}
      />
    </>
  );
}

/** A cloud of space, seen by a camera that orbits it, with handles that turn or shift it. */
export function SpacePicture({ probe, palette }: { probe: Probe | null; palette: Palette }) {
  const [mode, setMode] = useState<Mode>("rotate");
  return (
    <>
      <Canvas flat frameloop="demand" dpr={[1, 2]} camera={{ position: [2.7, 2.1, 5], fov: 40 }}>
        <color attach="background" args={[palette.surface]} />
        <ambientLight intensity={1.9} />
        <directionalLight position={[2, 4, 3]} intensity={1.6} />
        <Cube palette={palette} />
        {probe && <Contents probe={probe} palette={palette} />}
        {probe && <MotionHandles mode={mode} />}
        <OrbitControls makeDefault enablePan={false} minDistance={2.5} maxDistance={12} />
      </Canvas>
      <fieldset className="modes" aria-label="What dragging the handles does">
        {(["rotate", "translate"] as const).map((choice) => (
          <label key={choice}>
            <input type="radio" name="handle" checked={mode === choice} onChange={() => setMode(choice)} />
            {choice === "rotate" ? "Turn" : "Shift"}
          </label>
        ))}
      </fieldset>
      <p className="hint">Drag beside the handles to look around.</p>
    </>
  );
}
