import { type Element, type Group, wrapAngle } from "./group.ts";

type Five = [number, number, number, number, number];

/** P(x) = (x/2) cot(x/2); the series is used below 0.02, where its first omitted term is under 1e-17. */
function halfCotangent(x: number): number {
  const y = x * x;
  if (Math.abs(x) < 0.02) return 1 - y / 12 - (y * y) / 720 - (y * y * y) / 30240;
  return ((x / 2) * Math.cos(x / 2)) / Math.sin(x / 2);
}

const element = (x: number, y: number, angle: number): Element => [x, y, Math.cos(angle), Math.sin(angle), angle, 0];

function exp([angle, ux, uy]: readonly number[]): Element {
  const x = angle as number;
  const half = Math.sin(x / 2);
  const a = Math.abs(x) < 1e-4 ? 1 - (x * x) / 6 : Math.sin(x) / x;
  const b = Math.abs(x) < 1e-4 ? x / 2 : (2 * half * half) / x;
  return element(a * (ux as number) - b * (uy as number), b * (ux as number) + a * (uy as number), x);
}

function log(g: Element): number[] {
  const [x, y, , , turn] = g as unknown as Five;
  const angle = wrapAngle(turn);
  const p = halfCotangent(angle);
  return [angle, p * x + (angle / 2) * y, p * y - (angle / 2) * x];
}

function act(g: Element, p: readonly [number, number]): [number, number] {
  const [x, y, c, s] = g as unknown as Five;
  return [c * p[0] - s * p[1] + x, s * p[0] + c * p[1] + y];
}

function compose(a: Element, b: Element): Element {
  const [x, y] = act(a, [b[0] as number, b[1] as number]);
  return element(x, y, (a[4] as number) + (b[4] as number));
}

function inverse(g: Element): Element {
  const [x, y, c, s, angle] = g as unknown as Five;
  return element(-(c * x + s * y), s * x - c * y, -angle);
}

/** SE(2) with random stabiliser samples (specification 2.4, 2.5). Element: [x, y, cos, sin, angle, padding]. */
export const se2: Group = {
  name: "SE2",
  title: "SE(2): rotations and translations, random lift",
  shader: "groups/se2.wgsl",
  pairDim: 3,
  elementSize: 6,
  algebraDim: 3,
  stabiliser: "random angle",
  invariance: { translation: true, rotation: "any" },
  exp,
  log,
  compose,
  inverse,
  act,
  lift: (x, stabiliser) => element(x[0], x[1], stabiliser),
  pairFeature: (a, b) => log(compose(inverse(b), a)),
  matrix: (g) => {
    const [x, y, c, s] = g as unknown as Five;
    return [c, -s, x, s, c, y, 0, 0, 1];
  },
};
