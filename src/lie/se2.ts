import { halfCotangent, wrapAngle } from "./angles.ts";
import { type Arithmetic, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { angle } from "./stabilisers/angle.ts";
import { words } from "./words.ts";

const { unpack, pack } = words("x", "y", "c", "s", "angle", "padding");

/** Position [x, y] and rotation as an element. */
const element = <T>(a: Arithmetic<T>, x: T, y: T, angle: T): T[] =>
  pack({ x, y, c: a.cos(angle), s: a.sin(angle), angle, padding: a.constant(0) });

/** R^-1 v for R given by its cosine and sine. */
export function unrotate<T>(a: Arithmetic<T>, c: T, s: T, x: T, y: T): [T, T] {
  return [a.add(a.multiply(c, x), a.multiply(s, y)), a.subtract(a.multiply(c, y), a.multiply(s, x))];
}

/** log of (angle, translation): [angle, P t.x + angle/2 t.y, P t.y - angle/2 t.x]. */
function logOf<T>(a: Arithmetic<T>, turn: T, x: T, y: T): T[] {
  const angle = wrapAngle(a, turn);
  const p = halfCotangent(a, a.multiply(angle, angle));
  const half = scaled(a, 0.5, angle);
  return [angle, a.add(a.multiply(p, x), a.multiply(half, y)), a.subtract(a.multiply(p, y), a.multiply(half, x))];
}

/** t = V u, V = [[A, -B], [B, A]], A = sin x / x, B = (1 - cos x) / x. */
function exp([angle, ux, uy]: readonly number[]): Element {
  const x = angle as number;
  const half = Math.sin(x / 2);
  const a = Math.abs(x) < 1e-4 ? 1 - (x * x) / 6 : Math.sin(x) / x;
  const b = Math.abs(x) < 1e-4 ? x / 2 : (2 * half * half) / x;
  return element(numbers, a * (ux as number) - b * (uy as number), b * (ux as number) + a * (uy as number), x);
}

function act(g: Element, p: readonly number[]): number[] {
  const { x, y, c, s } = unpack(g);
  const [px, py] = p as [number, number];
  return [c * px - s * py + x, s * px + c * py + y];
}

/** SE(2) with random stabiliser samples (specification 2.4, 2.5). Element: [x, y, cos, sin, angle, padding]. */
export const se2: Group = {
  name: "SE2",
  title: "SE(2): rotations and translations, random lift",
  shader: "groups/se2.wgsl",
  pointDim: 2,
  pairDim: 3,
  elementSize: 6,
  algebraDim: 3,
  stabiliser: angle(),
  invariance: { translation: true, rotation: "any" },
  exp,
  log: (g) => {
    const { x, y, angle } = unpack(g);
    return logOf(numbers, angle, x, y);
  },
  compose: (a, b) => {
    const [x, y] = act(a, b.slice(0, 2)) as [number, number];
    return element(numbers, x, y, unpack(a).angle + unpack(b).angle);
  },
  inverse: (g) => {
    const { x, y, c, s, angle } = unpack(g);
    return element(numbers, -(c * x + s * y), s * x - c * y, -angle);
  },
  act,
  lift: (a, [x, y], [angle]) => {
    type T = NonNullable<typeof x>;
    return element(a, x as T, y as T, angle as T);
  },
  // The relative angle depends on stabiliser samples only; positions enter linearly.
  pairFeature: (a, g, h) => {
    const [own, other] = [unpack(g), unpack(h)];
    const [x, y] = unrotate(a, other.c, other.s, a.subtract(own.x, other.x), a.subtract(own.y, other.y));
    return logOf(a, a.subtract(own.angle, other.angle), x, y);
  },
  matrix: (g) => {
    const { x, y, c, s } = unpack(g);
    return [c, -s, x, s, c, y, 0, 0, 1];
  },
  rotationAngle: ([angle]) => Math.abs(angle as number),
};
