import { Matrix4, Quaternion, Vector3 } from "three";
import { Instances } from "./instances.tsx";

/** A place in the picture. */
export type Place = readonly [x: number, y: number, z: number];

export interface Arrow {
  readonly from: Place;
  /** Its direction and length, in units of the picture. */
  readonly vector: Place;
  readonly width: number;
  readonly colour: string;
}

const HEAD = 3.2;
const up = new Vector3(0, 1, 0);

/** Shafts and heads along y, of length 1: a cylinder and a cone look the same from above as a bar and a triangle. */
export function Arrows({ arrows, depth = 0 }: { arrows: readonly Arrow[]; depth?: number }) {
  const parts = arrows.map(({ from, vector, width, colour }) => {
    const along = new Vector3(...vector);
    const length = along.length();
    const turn = new Quaternion().setFromUnitVectors(up, along.clone().normalize());
    const head = Math.min(HEAD * width, length);
    const start = new Vector3(...from).add(new Vector3(0, 0, depth));
    const at = (share: number) => start.clone().addScaledVector(along, share / length);
    const shaft = length - head;
    return {
      shaft: {
        matrix: new Matrix4().compose(at(shaft / 2), turn, new Vector3(width, shaft, width)),
        colour,
      },
      head: {
        matrix: new Matrix4().compose(at(length - head / 2), turn, new Vector3(HEAD * width, head, HEAD * width)),
        colour,
      },
    };
  });
  return (
    <>
      <Instances instances={parts.map(({ shaft }) => shaft)}>
        <cylinderGeometry args={[0.5, 0.5, 1, 12]} />
        <meshBasicMaterial toneMapped={false} />
      </Instances>
      <Instances instances={parts.map(({ head }) => head)}>
        <coneGeometry args={[0.5, 1, 16]} />
        <meshBasicMaterial toneMapped={false} />
      </Instances>
    </>
  );
}
