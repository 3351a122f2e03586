import { Canvas, useThree } from "@react-three/fiber";
import { type ReactNode, useLayoutEffect } from "react";
import type { OrthographicCamera } from "three";
import type { Palette } from "../palette.ts";
import { Restored } from "./restored.tsx";

/** Half of the visible square: the input spans -1 to 1, the ring 1.62 and more when shifted. */
const HALF = 2.1;

function FittedCamera() {
  const { camera, size, invalidate } = useThree();
  useLayoutEffect(() => {
    const fitted = camera as OrthographicCamera;
    fitted.zoom = Math.min(size.width, size.height) / (2 * HALF);
    fitted.updateProjectionMatrix();
    invalidate();
  }, [camera, size, invalidate]);
  return null;
}

function Axes({ palette }: { palette: Palette }) {
  return [0, Math.PI / 2].map((turned) => (
    <mesh key={turned} rotation={[0, 0, turned]} position={[0, 0, -0.2]} raycast={() => null}>
      <planeGeometry args={[20, 0.006]} />
      <meshBasicMaterial color={palette.line} toneMapped={false} />
    </mesh>
  ));
}

/** The plane seen from above; what is drawn in it spans about -1 to 1. */
export function PlaneCanvas({ palette, children }: { palette: Palette; children: ReactNode }) {
  return (
    <Canvas
      orthographic
      flat
      frameloop="demand"
      gl={{ preserveDrawingBuffer: true }}
      dpr={[1, 2]}
      camera={{ position: [0, 0, 10] }}
    >
      <color attach="background" args={[palette.surface]} />
      <FittedCamera />
      <Restored />
      <Axes palette={palette} />
      {children}
    </Canvas>
  );
}
