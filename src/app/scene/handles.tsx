import type { ThreeEvent } from "@react-three/fiber";
import { useState } from "react";
import { useView } from "../stores/view-store.ts";
import type { Palette } from "./palette.ts";

/** Radius of the rotation ring, in units of the normalised cloud. */
const RING = 1.62;
const KNOB = 0.085;

interface HandleProps {
  readonly onDrag: (x: number, y: number) => void;
  readonly children: React.ReactNode;
  readonly cursor: string;
}

/** Something that follows the pointer while it is held. */
function Handle({ onDrag, children, cursor }: HandleProps) {
  const [held, setHeld] = useState(false);
  const target = (event: ThreeEvent<PointerEvent>) => event.target as unknown as Element;
  const show = (name: string) => {
    document.body.style.cursor = name;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a three.js object; sliders and keys do the same.
    <group
      onPointerOver={() => show(cursor)}
      onPointerOut={() => !held && show("")}
      onPointerDown={(event) => {
        event.stopPropagation();
        target(event).setPointerCapture(event.pointerId);
        setHeld(true);
      }}
      onPointerMove={(event) => held && onDrag(event.unprojectedPoint.x, event.unprojectedPoint.y)}
      onPointerUp={(event) => {
        target(event).releasePointerCapture(event.pointerId);
        setHeld(false);
        show("");
      }}
      // A click on a handle is not a click on what lies beneath.
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </group>
  );
}

/** Drag the knob on the ring to rotate the input, the cross in the middle to shift it. */
export function Handles({ palette }: { palette: Palette }) {
  const { rotate, x, y, look } = useView();
  const angle = (rotate * Math.PI) / 180;
  const turn = (px: number, py: number) => look({ rotate: (Math.atan2(py - y, px - x) * 180) / Math.PI });
  const shift = (px: number, py: number) => look({ x: px, y: py });
  return (
    <group position={[x, y, 0.3]}>
      <mesh raycast={() => null}>
        <ringGeometry args={[RING - 0.006, RING + 0.006, 128]} />
        <meshBasicMaterial color={palette.line} toneMapped={false} />
      </mesh>
      <mesh raycast={() => null}>
        <ringGeometry args={[RING - 0.014, RING + 0.014, 96, 1, Math.min(0, angle), Math.abs(angle)]} />
        <meshBasicMaterial color={palette.accent} toneMapped={false} />
      </mesh>
      <Handle onDrag={turn} cursor="grab">
        <mesh position={[RING * Math.cos(angle), RING * Math.sin(angle), 0]}>
          <circleGeometry args={[KNOB, 32]} />
          <meshBasicMaterial color={palette.accent} toneMapped={false} />
        </mesh>
        {/* A wider target for fingers. */}
        <mesh position={[RING * Math.cos(angle), RING * Math.sin(angle), 0]}>
          <circleGeometry args={[2 * KNOB, 16]} />
          <meshBasicMaterial transparent opacity={0} depthWrite={false} />
        </mesh>
      </Handle>
      <Handle onDrag={shift} cursor="move">
        {[0, Math.PI / 2].map((turned) => (
          <mesh key={turned} rotation={[0, 0, turned]}>
            <planeGeometry args={[0.22, 0.03]} />
            <meshBasicMaterial color={palette.accent} toneMapped={false} />
          </mesh>
        ))}
        <mesh>
          <circleGeometry args={[0.16, 24]} />
          <meshBasicMaterial transparent opacity={0} depthWrite={false} />
        </mesh>
      </Handle>
    </group>
  );
}
