import type { ThreeEvent } from "@react-three/fiber";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Color, type InstancedMesh, type Matrix4 } from "three";

interface Instance {
  readonly matrix: Matrix4;
  readonly colour: string;
}

interface InstancesProps {
  readonly instances: readonly Instance[];
  readonly onPick?: ((index: number) => void) | undefined;
  /** Told which the pointer is over, null when it leaves. */
  readonly onPoint?: ((index: number | null) => void) | undefined;
  /** Geometry and material of all of them. */
  readonly children: ReactNode;
}

/** Pixels that a click may move. */
const CLICK = 4;

/** Many copies of one shape in one draw call. */
export function Instances({ instances, onPick, onPoint, children }: InstancesProps) {
  const mesh = useRef<InstancedMesh>(null);
  useLayoutEffect(() => {
    if (!mesh.current) return;
    const paint = new Color();
    instances.forEach(({ matrix, colour }, k) => {
      mesh.current?.setMatrixAt(k, matrix);
      mesh.current?.setColorAt(k, paint.set(colour));
    });
    mesh.current.instanceMatrix.needsUpdate = true;
    if (mesh.current.instanceColor) mesh.current.instanceColor.needsUpdate = true;
    // Picking by ray relies on it.
    mesh.current.computeBoundingSphere();
  });
  const picking = onPick
    ? {
        onClick: (event: ThreeEvent<MouseEvent>) => {
          event.stopPropagation();
          // The end of a drag is no choice.
          if (event.delta > CLICK) return;
          if (event.instanceId !== undefined) onPick(event.instanceId);
        },
        onPointerMove: (event: ThreeEvent<PointerEvent>) => onPoint?.(event.instanceId ?? null),
        onPointerOut: () => onPoint?.(null),
      }
    : { raycast: () => null };
  return (
    <instancedMesh
      key={instances.length}
      ref={mesh}
      args={[undefined, undefined, instances.length]}
      frustumCulled={false}
      {...picking}
    >
      {children}
    </instancedMesh>
  );
}
