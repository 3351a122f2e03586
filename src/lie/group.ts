import { type Arithmetic, numbers } from "./arithmetic.ts";
import { product } from "./matrix.ts";
import { conjugate, multiply, type Quaternion, rotate, rotationMatrix, type Vector } from "./quaternion.ts";

/** A group element on the CPU, in double precision: the same numbers, in the same order, as the WGSL `Element`. */
export type Element = readonly number[];

/**
 * How the stabiliser of a point's section is sampled: not at all, as random angles or unit quaternions, with a random
 * reflection (0 or 1) or logarithm of a scale beside it, as matrices of a linear group, or as the fixed list 0 .. S - 1 of
 * a finite group.
 */
type StabiliserKind =
  | "trivial"
  | "angle"
  | "angle and flip"
  | "angle and scale"
  | "quaternion"
  | "quaternion and flip"
  | "matrix"
  | "grid";

/**
 * A group as the CPU knows it. The WGSL module at `shader` has the same functions under the same names; nothing outside
 * the two files and the registry knows a particular group.
 */
export interface Group {
  /** Name in configs and golden vectors. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** WGSL module below `shaders/`. */
  readonly shader: string;
  /** Dimension of the space it acts on. */
  readonly pointDim: 1 | 2 | 3;
  /** Length of a pair feature. */
  readonly pairDim: number;
  /** 32-bit words of the WGSL `Element`, padding included. */
  readonly elementSize: number;
  /** Coordinates in the Lie algebra; 0 for a lift without a logarithm. */
  readonly algebraDim: number;
  readonly stabiliser: StabiliserKind;
  /** Unit quaternions that are the whole stabiliser, for finite groups of rotations of space. */
  readonly rotations?: readonly (readonly number[])[];
  /** A random matrix of a linear stabiliser, 3 x 3 by rows. */
  readonly drawMatrix?: (random: Random) => readonly number[];
  /** Text of the WGSL module `basis`, for a group that is given by generators. */
  readonly basis?: string;
  /** Lift samples must be a multiple of this for the lift to hold whole orbits; 1 where left out. */
  readonly samplesMultiple?: number;
  /** Place of the orbit label in an element, for groups that are not transitive. */
  readonly label?: number;
  /** Whether the group leaves the origin where it is, see `fromOrigin`: points there are lifted by convention. */
  readonly fixesOrigin?: boolean;
  /** Motions of space that leave the network's output exactly unchanged. */
  readonly invariance: {
    readonly translation: boolean;
    readonly rotation: "none" | "grid" | "any";
    readonly scale?: boolean;
  };
  exp(algebra: readonly number[]): Element;
  log(g: Element): number[];
  compose(a: Element, b: Element): Element;
  inverse(g: Element): Element;
  /** g applied to a point. */
  act(g: Element, x: readonly number[]): number[];
  /** The lifted element of a point: its section times a stabiliser sample (an angle, a quaternion, or an index). */
  lift<T>(a: Arithmetic<T>, x: readonly T[], stabiliser: readonly T[], samples: number): T[];
  /** Pair feature of row g attending to column h. */
  pairFeature<T>(a: Arithmetic<T>, g: readonly T[], h: readonly T[], samples: number): T[];
  /** Square matrix, row-major; homogeneous where the group has translations. */
  matrix(g: Element): number[];
  /** Angle of rotation of an algebra element, radians: near pi its logarithm jumps. */
  rotationAngle(algebra: readonly number[]): number;
}

const STABILISER_SIZE: Record<StabiliserKind, number> = {
  trivial: 1,
  angle: 1,
  "angle and flip": 2,
  "angle and scale": 2,
  quaternion: 4,
  "quaternion and flip": 5,
  matrix: 9,
  grid: 1,
};

/** Numbers of one stabiliser sample; one unused number where there is nothing to sample. */
export const stabiliserSize = (group: Group): number => STABILISER_SIZE[group.stabiliser];

/** Whether a lift draws random numbers. */
export const liftsRandomly = ({ stabiliser, rotations }: Group): boolean =>
  stabiliser !== "trivial" && stabiliser !== "grid" && !rotations;

/** The neutral element: what stands in for points that are not there. */
export const identityOf = (group: Group): Element => group.exp(new Array(12).fill(0)).slice(0, group.elementSize);

export interface Random {
  /** In [0, 1). */
  uniform(): number;
  normal(): number;
}

/** Uniform unit quaternion. */
export function drawQuaternion(random: Random): number[] {
  const q = [random.normal(), random.normal(), random.normal(), random.normal()];
  const norm = Math.hypot(...q);
  return q.map((value) => value / norm);
}

/**
 * Stabiliser samples of one point, [S R]: evenly spaced angles with a random phase (specification 2.5), uniform unit
 * quaternions, matrices from a box, or all of a finite stabiliser. Uniform on the stabiliser (Haar), unlike the published
 * SO(3) angles; where it has scales, their logarithms are normal.
 */
export function drawStabiliser(group: Group, samples: number, random: Random): number[] {
  const list = Array.from({ length: samples }, (_, k) => k);
  const { stabiliser, rotations } = group;
  if (rotations) return list.flatMap((k) => rotations[k % rotations.length] as readonly number[]);
  if (stabiliser === "trivial") return list.map(() => 0);
  if (stabiliser === "grid") return list;
  const { drawMatrix } = group;
  if (drawMatrix) return list.flatMap(() => drawMatrix(random));
  const flip = () => (random.uniform() < 0.5 ? 0 : 1);
  if (stabiliser.startsWith("quaternion")) {
    return list.flatMap(() => [...drawQuaternion(random), ...(stabiliser === "quaternion" ? [] : [flip()])]);
  }
  const phase = 2 * Math.PI * random.uniform();
  return list.flatMap((k) => {
    const angle = -Math.PI + (2 * Math.PI * (k + 1)) / samples + phase;
    if (stabiliser === "angle") return [angle];
    return [angle, stabiliser === "angle and flip" ? flip() : random.normal()];
  });
}

/**
 * Stabiliser samples of points [n, d] when every lifted element is multiplied on the left by a rotation, so that elements
 * turn with their points: for groups that contain the rotations. Others, and grids, keep theirs.
 * @param rotation unit quaternion; about z in the plane
 */
export function turnSamples(
  group: Group,
  points: ArrayLike<number>,
  samples: ArrayLike<number>,
  rotation: Quaternion<number>,
): number[] {
  const all = Array.from(samples);
  if (!liftsRandomly(group) || group.invariance.rotation !== "any") return all;
  const size = stabiliserSize(group);
  const { pointDim, stabiliser } = group;
  const each = (all.length / size) * (pointDim / points.length);
  const matrix = rotationMatrix(rotation);
  return Array.from({ length: all.length / size }, (_, k) => {
    const sample = all.slice(k * size, (k + 1) * size);
    if (stabiliser === "matrix") return [...product(numbers, matrix, sample)];
    if (stabiliser.startsWith("quaternion")) {
      const turned = multiply(numbers, rotation, sample.slice(0, 4) as unknown as Quaternion<number>);
      return [...turned, ...sample.slice(4)];
    }
    const [angle, ...others] = sample as [number, ...number[]];
    if (pointDim === 2) return [angle + 2 * Math.atan2(rotation[3], rotation[0]), ...others];
    // An angle about the axis through the point: what the turned element, before its flip, is away from its new section.
    const start = pointDim * Math.floor(k / each);
    const x = Array.from({ length: pointDim }, (_, axis) => points[start + axis] as number);
    const turned = rotate(numbers, rotation, x as unknown as Vector<number>);
    const quaternionAt = (at: readonly number[], about: number) =>
      group.lift(numbers, at, [about, ...others.map(() => 0)], 1).slice(0, 4) as unknown as Quaternion<number>;
    const away = multiply(
      numbers,
      conjugate(numbers, quaternionAt(turned, 0)),
      multiply(numbers, rotation, quaternionAt(x, angle)),
    );
    return [2 * Math.atan2(away[1], away[0]), ...others];
  }).flat();
}
