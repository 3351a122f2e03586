import { numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { exponentialMap, identity, type Matrix, product, scaleBy } from "./matrix.ts";
import type { Motion } from "./motion.ts";
import { fromRotationVector, rotationMatrix } from "./quaternion.ts";
import { linearOf, nearestSimilarity, reflectionOf, type Similarity, uniformScale } from "./similarity.ts";
import { drawQuaternion } from "./stabilisers/quaternion.ts";
import type { Random } from "./stabilisers/stabiliser.ts";

/** What a group holds of a linear map: the map itself, or the similarity nearest to it. */
export interface Share extends Similarity {
  readonly linear: Matrix<number>;
}

const TOLERANCE = 1e-6;
const ONE = identity(numbers);
const near = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, k) => Math.abs(value - (b[k] as number)) <= TOLERANCE);

const dimensionOf = ({ pointDim }: Group): 2 | 3 => (pointDim === 3 ? 3 : 2);

const turnedBy = (angle: number): Matrix<number> => rotationMatrix(fromRotationVector([0, 0, angle]));

/** The rotation about z that is nearest to one of space. */
const aboutVertical = ([xx = 1, xy = 0, , yx = 0, yy = 1]: Matrix<number>): Matrix<number> =>
  turnedBy(Math.atan2(yx - xy, xx + yy));

/** As much of an invertible linear map as the connected part of a group holds, and its reflections. */
export function shareOf(group: Group, linear: Matrix<number>): Share {
  const { rotation, reflection = false, scale = false, linear: isOwn } = group.invariance;
  const dimension = dimensionOf(group);
  const nearest = nearestSimilarity(linear, dimension);
  if (isOwn?.(linear)) return { ...nearest, linear };
  const share = {
    rotation: rotation === "any" ? nearest.rotation : rotation === "vertical" ? aboutVertical(nearest.rotation) : ONE,
    flipped: reflection && nearest.flipped,
    scale: scale ? nearest.scale : 1,
  };
  return { ...share, linear: linearOf(share, dimension) };
}

/** Linear maps of a group whose stabiliser is finite, 3 x 3; of others none. */
function finiteMaps(group: Group, samples: number): Matrix<number>[] {
  const { stabiliser, pointDim } = group;
  if (stabiliser.kind !== "finite") return [];
  const origin = new Array<number>(pointDim).fill(0);
  // A finite stabiliser draws nothing.
  const all = stabiliser.draw(samples, { uniform: () => 0, normal: () => 0 });
  return Array.from({ length: samples }, (_, k) => {
    const g = group.lift(numbers, origin, all.slice(k * stabiliser.size, (k + 1) * stabiliser.size), samples);
    const columns = origin.map((_, axis) => group.act(g, origin.with(axis, 1)));
    return ONE.map((value, cell) => columns[cell % 3]?.[Math.floor(cell / 3)] ?? value);
  });
}

/** Whether a group holds any motion besides staying where one is. */
export const holdsMotions = ({ invariance, generators = [] }: Group): boolean =>
  generators.length > 0 || Object.values(invariance).some((held) => held !== false && held !== "none");

/** A motion of a group's, of moderate size. */
export function drawMotionOf(group: Group, samples: number, random: Random): Motion {
  const { rotation, reflection = false, scale = false, translation } = group.invariance;
  const dimension = dimensionOf(group);
  const [finite, generators] = [finiteMaps(group, samples), group.generators ?? []];
  const chosen = finite[Math.floor(random.uniform() * finite.length)] ?? ONE;
  const upright = dimension === 2 || rotation === "vertical";
  const turn = turnedBy(2 * Math.PI * random.uniform());
  const maps = [
    rotation === "any" || rotation === "vertical" ? (upright ? turn : rotationMatrix(drawQuaternion(random))) : chosen,
    reflection && random.uniform() < 0.5 ? reflectionOf(dimension) : ONE,
    scale ? uniformScale(Math.exp(0.3 * random.normal()), dimension) : ONE,
    ...generators.map((generator) => exponentialMap(numbers, scaleBy(numbers, random.uniform() - 0.5, generator))),
  ];
  const shift = ["x", "y", "z"].map((axis, k) =>
    k < dimension && (translation === true || translation === axis) ? 0.5 * random.normal() : 0,
  );
  return { linear: maps.reduce((a, b) => product(numbers, a, b)), shift };
}

/** Motions of which every group here lacks one: those with mirror images lack the stretch. */
const candidates = {
  turn: { linear: turnedBy(0.6), shift: [0, 0, 0] },
  shift: { linear: ONE, shift: [0.4, 0.3, 0] },
  tilt: { linear: rotationMatrix(fromRotationVector([0.6, 0, 0])), shift: [0, 0, 0] },
  "mirror image": { linear: [1, 0, 0, 0, -1, 0, 0, 0, 1], shift: [0, 0, 0] },
  stretch: { linear: [1.4, 0, 0, 0, 0.7, 0, 0, 0, 1], shift: [0, 0, 0] },
} as const satisfies Readonly<Record<string, Motion>>;
export type OutsideName = keyof typeof candidates;

/** A motion that a group lacks: the first of a turn, a shift, a tilt, a mirror image and a stretch. Null for one that holds all. */
export function motionOutside(
  group: Group,
  samples: number,
): { readonly name: OutsideName; readonly motion: Motion } | null {
  const tried = (Object.keys(candidates) as OutsideName[]).filter((key) => group.pointDim === 3 || key !== "tilt");
  const name = tried.find((key) => !holds(group, samples, candidates[key]));
  return name ? { name, motion: candidates[name] } : null;
}

/** Whether a group has a shift. */
function shifts({ invariance: { translation } }: Group, [x = 0, y = 0, z = 0]: readonly number[]): boolean {
  if (translation === true) return true;
  const others = { x: [y, z], y: [x, z] };
  return (translation === false ? [x, y, z] : others[translation]).every((value) => Math.abs(value) <= TOLERANCE);
}

/** Whether a motion is an element of a group, which samples of a finite stabiliser decide too; to a millionth. */
export function holds(group: Group, samples: number, { linear, shift }: Motion): boolean {
  if (!shifts(group, group.pointDim === 2 ? shift.slice(0, 2) : shift)) return false;
  return near(linear, shareOf(group, linear).linear) || finiteMaps(group, samples).some((own) => near(linear, own));
}
