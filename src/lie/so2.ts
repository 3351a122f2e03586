import { wrapAngle } from "./angles.ts";
import { type Arithmetic, numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { fromOrigin } from "./origin.ts";
import { trivial } from "./stabilisers/finite.ts";
import { words } from "./words.ts";

const { unpack, pack } = words("angle", "radius");

const angleOf = <T>(a: Arithmetic<T>, [x, y]: readonly T[]): T => a.atan2(y as T, x as T);

/** SO(2) on the plane, an orbit a circle (specification 2.2). Element: [angle, radius]; at the origin see `fromOrigin`. */
export const so2: Group = {
  name: "SO2",
  title: "SO(2): rotations about the origin",
  shader: "groups/so2.wgsl",
  pointDim: 2,
  pairDim: 3,
  elementSize: 2,
  algebraDim: 1,
  stabiliser: trivial,
  label: 1,
  invariance: { translation: false, rotation: "any" },
  exp: ([angle]) => pack({ angle: angle as number, radius: 1 }),
  log: ([angle]) => [wrapAngle(numbers, angle as number)],
  compose: (g, h) => {
    const { angle, radius } = unpack(h);
    return pack({ angle: unpack(g).angle + angle, radius });
  },
  inverse: (g) => {
    const { angle, radius } = unpack(g);
    return pack({ angle: -angle, radius });
  },
  act: ([angle], x) => {
    const [c, s] = [Math.cos(angle as number), Math.sin(angle as number)];
    const [px, py] = x as [number, number];
    return [c * px - s * py, s * px + c * py];
  },
  fixesOrigin: true,
  lift: (a, x) => {
    const { along, radius } = fromOrigin(a, x);
    return pack({ angle: angleOf(a, along), radius });
  },
  pairFeature: (a, g, h) => {
    const [own, other] = [unpack(g), unpack(h)];
    return [wrapAngle(a, a.subtract(own.angle, other.angle)), own.radius, other.radius];
  },
  matrix: ([angle]) => {
    const [c, s] = [Math.cos(angle as number), Math.sin(angle as number)];
    return [c, -s, s, c];
  },
  rotationAngle: ([angle]) => Math.abs(angle as number),
};
