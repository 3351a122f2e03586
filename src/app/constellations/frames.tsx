import { Matrix4 } from "three";
import { Instances } from "../scene/instances.tsx";

interface FramesProps {
  /** [n, 2] */
  readonly points: Float32Array;
  /** Unit vectors [n, S, 2]. */
  readonly directions: Float32Array;
  readonly mask: Float32Array;
  readonly colour: string;
  readonly depth: number;
}

const LENGTH = 0.17;
const WIDTH = 0.016;

/** Lifted elements as needles: a point sits where the element takes the origin, the needle points where it takes e_x. */
export function Frames({ points, directions, mask, colour, depth }: FramesProps) {
  const count = directions.length / 2;
  const samples = count / mask.length;
  const instances = Array.from({ length: count }, (_, element) => {
    const point = Math.floor(element / samples);
    const size = mask[point] === 1 ? 1 : 0;
    const [dx, dy] = [directions[2 * element] ?? 0, directions[2 * element + 1] ?? 0];
    const x = (points[2 * point] ?? 0) + 0.5 * LENGTH * dx;
    const y = (points[2 * point + 1] ?? 0) + 0.5 * LENGTH * dy;
    const [long, wide] = [size * LENGTH, size * WIDTH];
    // Columns: along the needle, across it, up.
    const matrix = new Matrix4().set(
      long * dx,
      -wide * dy,
      0,
      x,
      long * dy,
      wide * dx,
      0,
      y,
      0,
      0,
      1,
      depth,
      0,
      0,
      0,
      1,
    );
    return { matrix, colour };
  });
  return (
    <Instances instances={instances}>
      <planeGeometry args={[1, 1]} />
      <meshBasicMaterial toneMapped={false} />
    </Instances>
  );
}
