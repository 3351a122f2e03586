import { Matrix4 } from "three";
import { Instances } from "./instances.tsx";

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: string;
}

/** Points of the plane as discs. */
export function Dots({
  dots,
  depth,
  onPick,
}: {
  dots: readonly Dot[];
  depth: number;
  onPick?: (index: number) => void;
}) {
  const instances = dots.map(({ x, y, radius, colour }) => ({
    matrix: new Matrix4().makeScale(radius, radius, 1).setPosition(x, y, depth),
    colour,
  }));
  return (
    <Instances instances={instances} onPick={onPick}>
      <circleGeometry args={[1, 32]} />
      <meshBasicMaterial toneMapped={false} />
    </Instances>
  );
}
