import type { ThreeEvent } from "@react-three/fiber";
import { useLayoutEffect, useRef } from "react";
import { Color, type InstancedMesh, Matrix4 } from "three";

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: string;
}

/** Points as discs, instanced. */
export function Dots({
  dots,
  depth,
  onPick,
}: {
  dots: readonly Dot[];
  depth: number;
  onPick?: (index: number) => void;
}) {
  const mesh = useRef<InstancedMesh>(null);
  useLayoutEffect(() => {
    if (!mesh.current) return;
    const matrix = new Matrix4();
    const colour = new Color();
    dots.forEach(({ x, y, radius, colour: name }, k) => {
      mesh.current?.setMatrixAt(k, matrix.makeScale(radius, radius, 1).setPosition(x, y, depth));
      mesh.current?.setColorAt(k, colour.set(name));
    });
    mesh.current.instanceMatrix.needsUpdate = true;
    if (mesh.current.instanceColor) mesh.current.instanceColor.needsUpdate = true;
    // Picking by ray relies on it.
    mesh.current.computeBoundingSphere();
  });
  const pick =
    onPick &&
    ((event: ThreeEvent<MouseEvent>) => {
      event.stopPropagation();
      if (event.instanceId !== undefined) onPick(event.instanceId);
    });
  return (
    <instancedMesh
      key={dots.length}
      ref={mesh}
      args={[undefined, undefined, dots.length]}
      {...(pick ? { onClick: pick } : {})}
    >
      <circleGeometry args={[1, 32]} />
      <meshBasicMaterial toneMapped={false} />
    </instancedMesh>
  );
}
