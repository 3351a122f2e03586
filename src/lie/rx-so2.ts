import { wrapAngle } from "./angles.ts";
import { numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { logPolar } from "./origin.ts";
import { so2 } from "./so2.ts";
import { trivial } from "./stabilisers/finite.ts";
import { words } from "./words.ts";

const { unpack } = words("scale", "angle");

/**
 * R+ x SO(2), scalings and rotations about the origin (specification 2.3), transitive on the plane without it.
 * Element: [log scale, angle], at the origin see `logPolar`; angles wrap at pi itself, without a seam.
 */
export const rxSo2: Group = {
  name: "RxSO2",
  title: "R+ × SO(2): scalings and rotations about the origin",
  shader: "groups/rx_so2.wgsl",
  pointDim: 2,
  pairDim: 2,
  elementSize: 2,
  algebraDim: 2,
  stabiliser: trivial,
  invariance: { translation: false, rotation: "any", scale: true },
  exp: (algebra) => [...algebra],
  log: (g) => {
    const { scale, angle } = unpack(g);
    return [scale, wrapAngle(numbers, angle, 0)];
  },
  compose: (a, b) => a.map((value, k) => value + (b[k] as number)),
  inverse: (g) => g.map((value) => -value),
  act: ([scale, angle], x) => so2.act([angle as number, 1], x).map((value) => Math.exp(scale as number) * value),
  fixesOrigin: true,
  lift: (a, x) => logPolar(a, x),
  pairFeature: (a, g, h) => {
    const [own, other] = [unpack(g), unpack(h)];
    return [a.subtract(own.scale, other.scale), wrapAngle(a, a.subtract(own.angle, other.angle), 0)];
  },
  matrix: ([scale, angle]) => so2.matrix([angle as number, 1]).map((value) => Math.exp(scale as number) * value),
  rotationAngle: ([, angle]) => Math.abs(angle as number),
};
