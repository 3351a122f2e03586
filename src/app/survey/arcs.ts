import { Matrix4 } from "three";
import { MOST_MOTIONS } from "../../config/orbit.ts";
import type { Orbit } from "../../tasks/survey.ts";

interface Band {
  /** Of the middle of the band. */
  readonly radius: number;
  readonly width: number;
  /** How much wider a wrong answer is, outwards. */
  readonly notch: number;
}

/** Angles of the ring, degrees: those of an orbit along the rotation. */
const angles = Array.from({ length: MOST_MOTIONS }, (_, k) => (360 * k) / MOST_MOTIONS - 180);

/** A piece of a band for every angle, degrees, as a matrix that takes the unit square there. */
export function arcs({ truth, right }: Orbit, { radius, width, notch }: Band) {
  const apart = (2 * Math.PI) / angles.length;
  return angles.map((degrees, k) => {
    const wrong = right[k] === false;
    const angle = (degrees * Math.PI) / 180;
    const middle = radius + (wrong ? notch / 2 : 0);
    const length = middle * apart * 0.94;
    const matrix = new Matrix4()
      .makeRotationZ(angle)
      .multiply(new Matrix4().makeTranslation(middle, 0, 0))
      .multiply(new Matrix4().makeScale(width + (wrong ? notch : 0), length, 1));
    return { matrix, truth: truth[k] ?? 0, right: !wrong };
  });
}
