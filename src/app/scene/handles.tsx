import { type ThreeEvent, useThree } from "@react-three/fiber";
import { useState } from "react";
import type { Palette } from "../palette.ts";
import { coarse, look, useParts } from "../stores/view-store.ts";

/** Radius of the rotation ring, in units of the picture. */
const RING = 1.62;
const KNOB = 0.085;

interface HandleProps {
  readonly onDrag: (event: ThreeEvent<PointerEvent>) => void;
  readonly onPick?: () => void;
  readonly children: React.ReactNode;
  readonly cursor: string;
}

/** Something that follows the pointer while it is held. */
export function Handle({ onDrag, onPick, children, cursor }: HandleProps) {
  const [held, setHeld] = useState(false);
  const controls = useThree((state) => state.controls) as { enabled: boolean } | null;
  const target = (event: ThreeEvent<PointerEvent>) => event.target as unknown as Element;
  // Only an orbiting camera has controls, and they would take the same drag.
  const free = (enabled: boolean) => {
    if (controls) controls.enabled = enabled;
  };
  const show = (name: string) => {
    document.body.style.cursor = name;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a three.js object; sliders and keys do the same.
    <group
      onPointerOver={() => {
        show(cursor);
        free(false);
      }}
      onPointerOut={() => {
        if (held) return;
        show("");
        free(true);
      }}
      onPointerDown={(event) => {
        event.stopPropagation();
        target(event).setPointerCapture(event.pointerId);
        setHeld(true);
      }}
      onPointerMove={(event) => held && onDrag(event)}
      onPointerUp={(event) => {
        target(event).releasePointerCapture(event.pointerId);
        setHeld(false);
        show("");
        free(true);
      }}
      // A click on a handle is not a click on what lies beneath.
      onClick={(event) => {
        event.stopPropagation();
        onPick?.();
      }}
    >
      {children}
    </group>
  );
}

/**
 * Drag the knob on the ring to rotate the input, the cross in the middle to shift it.
 * @param props.unit length, in the input's own, of one in the picture
 */
export function Handles({ palette, unit = 1 }: { palette: Palette; unit?: number }) {
  const { rotate, ...view } = useParts("rotate", "x", "y");
  const [x, y] = [view.x / unit, view.y / unit];
  const angle = (rotate * Math.PI) / 180;
  const turn = ({ unprojectedPoint: at }: ThreeEvent<PointerEvent>) =>
    look(coarse({ rotate: (Math.atan2(at.y - y, at.x - x) * 180) / Math.PI }));
  const shift = ({ unprojectedPoint: at }: ThreeEvent<PointerEvent>) =>
    look(coarse({ x: at.x * unit, y: at.y * unit }));
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
