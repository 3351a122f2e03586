import { numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { logPolar } from "./origin.ts";
import { trivial } from "./stabilisers/finite.ts";
import { words } from "./words.ts";

const { unpack, pack } = words("coordinate", "label");

/**
 * Subgroups of one dimension that move a plane along one coordinate and leave the other as the orbit label
 * (specification 2.3). Element: [coordinate, label]; compose adds coordinates; pair = [a - b, label a, label b].
 */
function oneAxis(
  description: Pick<Group, "name" | "title" | "shader" | "invariance" | "fixesOrigin" | "lift"> & {
    /** The point moved by a coordinate. */
    readonly move: (coordinate: number, x: readonly number[]) => number[];
    readonly matrix: (coordinate: number) => number[];
  },
): Group {
  const { move, matrix, ...rest } = description;
  return {
    ...rest,
    pointDim: 2,
    pairDim: 3,
    elementSize: 2,
    algebraDim: 1,
    stabiliser: trivial,
    label: 1,
    exp: ([coordinate]) => [coordinate as number, 0],
    log: ([coordinate]) => [coordinate as number],
    compose: (g, h) => {
      const { coordinate, label } = unpack(h);
      return pack({ coordinate: unpack(g).coordinate + coordinate, label });
    },
    inverse: (g) => {
      const { coordinate, label } = unpack(g);
      return pack({ coordinate: -coordinate, label });
    },
    act: ([coordinate], x) => move(coordinate as number, x),
    pairFeature: (a, g, h) => {
      const [own, other] = [unpack(g), unpack(h)];
      return [a.subtract(own.coordinate, other.coordinate), own.label, other.label];
    },
    matrix: ([coordinate]) => matrix(coordinate as number),
    rotationAngle: () => 0,
  };
}

export const tx = oneAxis({
  name: "Tx",
  title: "Tx: translations along x",
  shader: "groups/tx.wgsl",
  invariance: { translation: "x", rotation: "none" },
  lift: (_, x) => [...x],
  move: (shift, [x, y]) => [(x as number) + shift, y as number],
  matrix: (shift) => [1, 0, shift, 0, 1, 0, 0, 0, 1],
});

export const ty = oneAxis({
  name: "Ty",
  title: "Ty: translations along y",
  shader: "groups/ty.wgsl",
  invariance: { translation: "y", rotation: "none" },
  lift: (_, x) => [...x].reverse(),
  move: (shift, [x, y]) => [x as number, (y as number) + shift],
  matrix: (shift) => [1, 0, 0, 0, 1, shift, 0, 0, 1],
});

export const rx = oneAxis({
  name: "Rx",
  title: "R+: scalings about the origin",
  shader: "groups/rx.wgsl",
  invariance: { translation: false, rotation: "none", scale: true },
  fixesOrigin: true,
  lift: (a, x) => logPolar(a, x),
  move: (scale, x) => x.map((value) => numbers.multiply(Math.exp(scale), value)),
  matrix: (scale) => [Math.exp(scale), 0, 0, Math.exp(scale)],
});
