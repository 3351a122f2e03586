/** A group element on the CPU, in double precision: the same numbers, in the same order, as the WGSL `Element`. */
export type Element = readonly number[];

/**
 * A group of the plane as the CPU knows it. The WGSL module at `shader` has the same functions under the same names;
 * nothing outside the two files and the registry knows a particular group.
 */
export interface Group {
  /** Name in configs and golden vectors. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** WGSL module below `shaders/`. */
  readonly shader: string;
  /** Length of a pair feature. */
  readonly pairDim: number;
  /** 32-bit words of the WGSL `Element`, padding included. */
  readonly elementSize: number;
  /** Coordinates in the Lie algebra; 0 for a lift without a logarithm. */
  readonly algebraDim: number;
  /** How a point's stabiliser is sampled: not at all, a random angle a sample, or a fixed grid of angles. */
  readonly stabiliser: "trivial" | "random angle" | "grid";
  /** Motions of the plane that leave the network's output exactly unchanged. */
  readonly invariance: { readonly translation: boolean; readonly rotation: "none" | "grid" | "any" };
  exp(algebra: readonly number[]): Element;
  log(g: Element): number[];
  compose(a: Element, b: Element): Element;
  inverse(g: Element): Element;
  /** g applied to a point of the plane. */
  act(g: Element, x: readonly [number, number]): [number, number];
  /** The lifted element of a point: its section times the stabiliser sample `k` (of `samples`). */
  lift(x: readonly [number, number], stabiliser: number, k: number, samples: number): Element;
  /** Pair feature of row a attending to column b. */
  pairFeature(a: Element, b: Element, samples: number): number[];
  /** Homogeneous matrix, row-major 3 x 3. */
  matrix(g: Element): number[];
}

/** Planar angles lie in (-pi + SEAM, pi + SEAM] (specification 2.0). */
const SEAM = 0.007;

/** Wraps an angle into (-pi + SEAM, pi + SEAM]. */
export function wrapAngle(angle: number): number {
  const turned = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  return turned < SEAM - Math.PI ? turned + 2 * Math.PI : turned;
}
