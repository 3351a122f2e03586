import { Matrix4, Quaternion, Vector3 } from "three";

const UP = new Vector3(0, 1, 0);

/** A cylinder of height one about the y axis, as a stick between two places. */
export function stick(from: Vector3, to: Vector3, radius: number): Matrix4 {
  const along = to.clone().sub(from);
  const length = along.length();
  const turn = new Quaternion().setFromUnitVectors(UP, along.divideScalar(Math.max(length, 1e-9)));
  return new Matrix4().compose(from.clone().lerp(to, 0.5), turn, new Vector3(radius, length, radius));
}

/** A cone of height one at the end of an arrow. */
export function tip(from: Vector3, to: Vector3, radius: number, length: number): Matrix4 {
  const along = to.clone().sub(from).normalize();
  const turn = new Quaternion().setFromUnitVectors(UP, along);
  return new Matrix4().compose(
    to.clone().addScaledVector(along, length / 2),
    turn,
    new Vector3(radius, length, radius),
  );
}
