import { type Arithmetic, numbers } from "./arithmetic.ts";
import type { Matrix } from "./matrix.ts";
import type { Stabiliser } from "./stabilisers/stabiliser.ts";

/** A group element on the CPU, in double precision: the same numbers, in the same order, as the WGSL `Element`. */
export type Element = readonly number[];

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
  readonly pointDim: 1 | 2 | 3 | 4;
  /** Length of a pair feature. */
  readonly pairDim: number;
  /** 32-bit words of the WGSL `Element`, padding included. */
  readonly elementSize: number;
  /** Coordinates in the Lie algebra; 0 for a lift without a logarithm. */
  readonly algebraDim: number;
  readonly stabiliser: Stabiliser;
  /** Text of the WGSL module `basis`, for a group that is given by generators. */
  readonly basis?: string;
  /** Lift samples must be a multiple of this for the lift to hold whole orbits; 1 where left out. */
  readonly samplesMultiple?: number;
  /** Place of the orbit label in an element, for groups that are not transitive. */
  readonly label?: number;
  /** Whether the group leaves the origin where it is, see `fromOrigin`: points there are lifted by convention. */
  readonly fixesOrigin?: boolean;
  /** Motions of space that leave the network's output exactly unchanged, see `holds`. */
  readonly invariance: {
    /** All shifts, none, or those along an axis. */
    readonly translation: boolean | "x" | "y";
    /** All, none, those about z, or those of its finite stabiliser, with whatever reflections that has. */
    readonly rotation: "none" | "grid" | "vertical" | "any";
    readonly reflection?: boolean;
    readonly scale?: boolean;
    /** Whether a linear map is one of its own, for a group that is given by generators. */
    readonly linear?: (map: Matrix<number>) => boolean;
  };
  /** Generators of its linear maps, for such a group. */
  readonly generators?: readonly Matrix<number>[];
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

/** The neutral element: what stands in for points that are not there. */
export const identityOf = (group: Group): Element => group.exp(new Array(12).fill(0)).slice(0, group.elementSize);

/** Images of the axes under the linear part of an element's action: the columns of its matrix. */
export function axisImages({ act, pointDim }: Group, g: Element): number[][] {
  const origin = new Array<number>(pointDim).fill(0);
  const from = act(g, origin);
  return origin.map((_, axis) => act(g, origin.with(axis, 1)).map((value, k) => value - (from[k] as number)));
}

/** A lifted point. */
export interface Lifted {
  readonly element: Element;
  readonly point: readonly number[];
}

/** Points [n, d] lifted with stabiliser samples [n, S R]: element = point * S + sample. */
export function liftAll(
  { lift, pointDim, stabiliser: { size } }: Group,
  points: Float32Array,
  stabiliser: Float32Array,
  samples: number,
): Lifted[] {
  return Array.from({ length: stabiliser.length / size }, (_, e) => {
    const start = pointDim * Math.floor(e / samples);
    const point = Array.from(points.subarray(start, start + pointDim));
    const sample = Array.from(stabiliser.subarray(e * size, (e + 1) * size));
    return { element: lift(numbers, point, sample, samples), point };
  });
}
