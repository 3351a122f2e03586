import { halfCotangent, wrapAngle } from "./angles.ts";
import { type Arithmetic, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { angle } from "./stabilisers/angle.ts";

type Five<T> = [x: T, y: T, c: T, s: T, angle: T];
const wordsOf = <T>(g: readonly T[]): Five<T> => g as unknown as Five<T>;

const element = (x: number, y: number, angle: number): Element => [x, y, Math.cos(angle), Math.sin(angle), angle, 0];

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
  return element(a * (ux as number) - b * (uy as number), b * (ux as number) + a * (uy as number), x);
}

function act(g: Element, p: readonly number[]): number[] {
  const [x, y, c, s] = wordsOf(g);
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
  log: ([x, y, , , angle]) => logOf(numbers, angle as number, x as number, y as number),
  compose: (a, b) => {
    const [x, y] = act(a, b.slice(0, 2)) as [number, number];
    return element(x, y, (a[4] as number) + (b[4] as number));
  },
  inverse: (g) => {
    const [x, y, c, s, angle] = wordsOf(g);
    return element(-(c * x + s * y), s * x - c * y, -angle);
  },
  act,
  lift: (a, [x, y], [angle]) => {
    type T = NonNullable<typeof x>;
    return [x as T, y as T, a.cos(angle as T), a.sin(angle as T), angle as T, a.constant(0)];
  },
  // The relative angle depends on stabiliser samples only; positions enter linearly.
  pairFeature: (a, g, h) => {
    const [gx, gy, , , angle] = wordsOf(g);
    const [hx, hy, c, s, other] = wordsOf(h);
    const [x, y] = unrotate(a, c, s, a.subtract(gx, hx), a.subtract(gy, hy));
    return logOf(a, a.subtract(angle, other), x, y);
  },
  matrix: (g) => {
    const [x, y, c, s] = wordsOf(g);
    return [c, -s, x, s, c, y, 0, 0, 1];
  },
  rotationAngle: ([angle]) => Math.abs(angle as number),
};
