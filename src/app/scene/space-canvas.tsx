import { OrbitControls, TransformControls } from "@react-three/drei";
import { Canvas } from "@react-three/fiber";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { BoxGeometry, Object3D } from "three";
import { anglesOf, rotationOf } from "../../config/motion.ts";
import type { Palette } from "../palette.ts";
import { coarse, look, useMotion } from "../stores/view-store.ts";
import { Restored } from "./restored.tsx";

/** Edges of the cube that the unmoved input fills. */
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

/** Rings that turn the input, or arrows that shift it; `unit` is the length, in the input's own, of one here. */
function MotionHandles({ mode, unit }: { mode: Mode; unit: number }) {
  const { rotate, yaw, pitch, x, y, z } = useMotion();
  const held = useRef(false);
  const pose = useMemo(() => new Object3D(), []);
  useEffect(() => {
    // While it is held it leads, and the view's rounded numbers follow.
    if (held.current) return;
    pose.quaternion.fromArray(rotationOf({ rotate, yaw, pitch }, 3));
    pose.position.set(x, y, z).divideScalar(unit);
  }, [pose, rotate, yaw, pitch, x, y, z, unit]);
  const follow = () => {
    const { x: qx, y: qy, z: qz, w } = pose.quaternion;
    const [px, py, pz] = pose.position.clone().multiplyScalar(unit).toArray();
    look(coarse({ ...anglesOf([qx, qy, qz, w]), x: px, y: py, z: pz }));
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

/** Where one looks from at first. */
const cameras = {
  y: { position: [2.7, 2.1, 5], up: [0, 1, 0] },
  z: { position: [2.7, -5, 2.1], up: [0, 0, 1] },
} as const;

interface SpaceCanvasProps {
  readonly palette: Palette;
  readonly unit?: number;
  /** The axis that points upwards. */
  readonly up?: keyof typeof cameras;
  /** Whether handles move the input; not while its points are moved one by one, under the same pointer. */
  readonly movable?: boolean;
  /** What is drawn; nothing hides the handles too. */
  readonly children: ReactNode;
}

/** Space seen by a camera that orbits it, with handles that turn or shift the input. */
export function SpaceCanvas({ palette, unit = 1, up = "y", movable = true, children }: SpaceCanvasProps) {
  const [mode, setMode] = useState<Mode>("rotate");
  return (
    <>
      <Canvas
        flat
        frameloop="demand"
        gl={{ preserveDrawingBuffer: true }}
        dpr={[1, 2]}
        camera={{ ...cameras[up], fov: 40 }}
      >
        <color attach="background" args={[palette.surface]} />
        <ambientLight intensity={1.9} />
        <directionalLight position={[2, 4, 3]} intensity={1.6} />
        <Restored />
        <Cube palette={palette} />
        {children}
        {children && movable && <MotionHandles mode={mode} unit={unit} />}
        <OrbitControls makeDefault enablePan={false} minDistance={2.5} maxDistance={12} />
      </Canvas>
      {movable && (
        <fieldset className="modes" aria-label="What dragging the handles does">
          {(["rotate", "translate"] as const).map((choice) => (
            <label key={choice}>
              <input type="radio" name="handle" checked={mode === choice} onChange={() => setMode(choice)} />
              {choice === "rotate" ? "Turn" : "Shift"}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
