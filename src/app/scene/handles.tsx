import { type ThreeEvent, useThree } from "@react-three/fiber";
import { useRef, useState } from "react";
import type { Palette } from "../palette.ts";
import { coarse, look, useParts } from "../stores/view-store.ts";
import { HELD } from "./gestures.ts";

/** Radius of the rotation ring, in units of the picture. */
export const RING = 1.62;
const KNOB = 0.085;
/** Half the width of the ring that a pointer takes. */
const BAND = 0.17;

/** Radius about the middle where a finger shifts the input; beside it a swipe scrolls the page. */
const GRIP = 0.3;

interface HandleProps {
  readonly onDrag: (event: ThreeEvent<PointerEvent>) => void;
  /** Told when it is taken; false lets go of it. */
  readonly onGrab?: (event: ThreeEvent<PointerEvent>) => boolean | undefined;
  readonly onPick?: () => void;
  /** Whether what lies beneath is out of reach. */
  readonly covers?: boolean;
  readonly children: React.ReactNode;
  readonly cursor: string;
}

/** Something that follows the pointer while it is held. */
export function Handle({ onDrag, onGrab, onPick, covers = true, children, cursor }: HandleProps) {
  /** The pointer that holds it. */
  const [held, setHeld] = useState<number | null>(null);
  const { controls, gl } = useThree();
  const target = (event: ThreeEvent<PointerEvent>) => event.target as unknown as Element;
  // Only an orbiting camera has controls, and they would take the same drag.
  const free = (enabled: boolean) => {
    if (controls) (controls as unknown as { enabled: boolean }).enabled = enabled;
  };
  const show = (name: string) => {
    document.body.style.cursor = name;
  };
  const hold = (pointer: number | null) => {
    setHeld(pointer);
    gl.domElement.toggleAttribute(HELD, pointer !== null);
  };
  const letGo = () => {
    hold(null);
    show("");
    free(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a three.js object; sliders and keys do the same.
    <group
      onPointerOver={() => {
        show(cursor);
        free(false);
      }}
      onPointerOut={() => {
        if (held !== null) return;
        show("");
        free(true);
      }}
      onPointerDown={(event) => {
        event.stopPropagation();
        // Two fingers scale and turn the whole input.
        if (held !== null) return letGo();
        if (onGrab?.(event) === false) return;
        target(event).setPointerCapture(event.pointerId);
        gl.domElement.addEventListener("lostpointercapture", letGo, { once: true });
        hold(event.pointerId);
      }}
      onPointerMove={(event) => event.pointerId === held && onDrag(event)}
      onPointerUp={(event) => {
        if (event.pointerId !== held) return;
        target(event).releasePointerCapture(event.pointerId);
        letGo();
      }}
      onClick={(event) => {
        // A click on a handle is not a click on what lies beneath.
        if (covers) event.stopPropagation();
        onPick?.();
      }}
    >
      {children}
    </group>
  );
}

/** A target that is felt and not seen. */
function Target({ children }: { children: React.ReactNode }) {
  return (
    <mesh>
      {children}
      <meshBasicMaterial transparent opacity={0} depthWrite={false} />
    </mesh>
  );
}

/**
 * Drag the ring or its knob to rotate the input, the cloud itself to shift it.
 * @param props.unit length, in the input's own, of one in the picture
 */
export function Handles({ palette, unit = 1 }: { palette: Palette; unit?: number }) {
  const { rotate, ...view } = useParts("rotate", "x", "y");
  const [x, y] = [view.x / unit, view.y / unit];
  const angle = (rotate * Math.PI) / 180;
  /** What lies between the pointer and what it drags. */
  const offset = useRef({ rotate: 0, x: 0, y: 0 });
  const angleAt = ({ unprojectedPoint: at }: ThreeEvent<PointerEvent>) =>
    (Math.atan2(at.y - y, at.x - x) * 180) / Math.PI;
  const grab = (event: ThreeEvent<PointerEvent>) => {
    const { unprojectedPoint: at } = event;
    offset.current = { rotate: rotate - angleAt(event), x: view.x - at.x * unit, y: view.y - at.y * unit };
    return undefined;
  };
  const grabCloud = (event: ThreeEvent<PointerEvent>) => {
    const { unprojectedPoint: at } = event;
    if (event.pointerType === "touch" && Math.hypot(at.x - x, at.y - y) > GRIP) return false;
    return grab(event);
  };
  const turn = (event: ThreeEvent<PointerEvent>) => look(coarse({ rotate: angleAt(event) + offset.current.rotate }));
  const shift = ({ unprojectedPoint: at }: ThreeEvent<PointerEvent>) =>
    look(coarse({ x: at.x * unit + offset.current.x, y: at.y * unit + offset.current.y }));
  const knob: [number, number, number] = [RING * Math.cos(angle), RING * Math.sin(angle), 0];
  return (
    <>
      <group position={[x, y, -0.1]}>
        <Handle onGrab={grabCloud} onDrag={shift} covers={false} cursor="move">
          <Target>
            <circleGeometry args={[RING - BAND, 48]} />
          </Target>
        </Handle>
      </group>
      <group position={[x, y, 0.3]}>
        {[0, Math.PI / 2].map((turned) => (
          <mesh key={turned} rotation={[0, 0, turned]} position={[0, 0, -0.35]} raycast={() => null}>
            <planeGeometry args={[0.22, 0.03]} />
            <meshBasicMaterial color={palette.accent} toneMapped={false} />
          </mesh>
        ))}
        <mesh raycast={() => null}>
          <ringGeometry args={[RING - 0.006, RING + 0.006, 128]} />
          <meshBasicMaterial color={palette.line} toneMapped={false} />
        </mesh>
        <mesh raycast={() => null}>
          <ringGeometry args={[RING - 0.014, RING + 0.014, 96, 1, Math.min(0, angle), Math.abs(angle)]} />
          <meshBasicMaterial color={palette.accent} toneMapped={false} />
        </mesh>
        <Handle onGrab={grab} onDrag={turn} cursor="grab">
          <mesh position={knob}>
            <circleGeometry args={[KNOB, 32]} />
            <meshBasicMaterial color={palette.accent} toneMapped={false} />
          </mesh>
          <Target>
            <ringGeometry args={[RING - BAND, RING + BAND, 64]} />
          </Target>
        </Handle>
      </group>
    </>
  );
}
