import { Canvas, useThree } from "@react-three/fiber";
import { useLayoutEffect } from "react";
import type { OrthographicCamera } from "three";
import type { Probe } from "../../engine/protocol.ts";
import { useView } from "../stores/view-store.ts";
import { faded, presentPoints, useCopies } from "./appearance.ts";
import { AttentionLines } from "./attention-lines.tsx";
import { Dots } from "./cloud.tsx";
import { Frames } from "./frames.tsx";
import { Handles } from "./handles.tsx";
import type { Palette } from "./palette.ts";

/** Half of the visible square: the cloud spans -1 to 1, the ring 1.62 and more when shifted. */
const HALF = 2.05;

const depths = { original: 0.1, moved: 0.2 } as const;

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

function Contents({ probe, palette }: { probe: Probe; palette: Palette }) {
  const view = useView();
  const { mask, request, frames } = probe;
  const present = presentPoints(probe);
  return useCopies(probe, palette, 2).map((copy) => {
    const { name, at, colours, faint, radius } = copy;
    const depth = depths[name];
    const dotAt = (k: number) => ({ x: at[2 * k] ?? 0, y: at[2 * k + 1] ?? 0 });
    const dots = present.map((k) => ({ ...dotAt(k), radius, colour: colours[k] ?? palette.ink }));
    const ink = faded(palette.ink, palette.surface, faint);
    const ring = { ...dotAt(request.point), radius: radius + 0.03, colour: ink };
    const gap = { ...ring, radius: radius + 0.014, colour: palette.surface };
    return (
      <group key={name}>
        <AttentionLines probe={probe} copy={copy} palette={palette} />
        {frames && view.needles === "shown" && (
          <Frames points={at} directions={frames[name]} mask={mask} colour={ink} depth={depth - 0.03} />
        )}
        <Dots dots={[ring]} depth={depth - 0.02} />
        <Dots dots={[gap]} depth={depth - 0.01} />
        <Dots dots={dots} depth={depth} onPick={(index) => view.look({ point: present[index] ?? 0 })} />
      </group>
    );
  });
}

/** A cloud of the plane, seen from above, with the knob that turns it and the cross that shifts it. */
export function PlanePicture({ probe, palette }: { probe: Probe | null; palette: Palette }) {
  return (
    <Canvas orthographic flat frameloop="demand" dpr={[1, 2]} camera={{ position: [0, 0, 10] }}>
      <color attach="background" args={[palette.surface]} />
      <FittedCamera />
      <Axes palette={palette} />
      {probe && <Contents probe={probe} palette={palette} />}
      {probe && <Handles palette={palette} />}
    </Canvas>
  );
}
