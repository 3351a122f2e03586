import { type Camera, Plane, type Ray, Vector3 } from "three";

/**
 * Where a pointer is in the plane through a place that faces the camera: the plane's own where it is seen from above. Null
 * where it is nowhere in it.
 */
export function underPointer(ray: Ray, camera: Camera, [x, y, z = 0]: readonly number[]): number[] | null {
  const through = new Vector3(x, y, z);
  const facing = new Plane().setFromNormalAndCoplanarPoint(camera.getWorldDirection(new Vector3()), through);
  return ray.intersectPlane(facing, new Vector3())?.toArray() ?? null;
}
