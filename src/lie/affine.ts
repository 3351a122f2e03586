import { readNumber } from "../text/read-number.ts";
import { type Arithmetic, dot, numbers } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { type Interval, largestBox, obstacleIn } from "./logarithm-domain.ts";
import {
  type Affine,
  addMatrices,
  apply,
  combination,
  exponential,
  exponentialMap,
  identity,
  invert,
  logarithm,
  type Matrix,
  product,
  scaleBy,
  transpose,
} from "./matrix.ts";
import { nearestSimilarity } from "./similarity.ts";
import { matrix } from "./stabilisers/matrix.ts";
import type { Random } from "./stabilisers/stabiliser.ts";

/** Generators of K and the box their coordinates are drawn from, as read from a config. */
interface Basis {
  readonly dimension: 2 | 3;
  /** 3 x 3, row-major. */
  readonly generators: readonly Matrix<number>[];
  /** Matrices whose entrywise products with a combination of the generators, summed, are its coordinates. */
  readonly dual: readonly Matrix<number>[];
  readonly box: readonly Interval[];
}

/** A basis that makes no group, or a box without a logarithm; says why. */
export class BasisError extends Error {
  override readonly name = "BasisError";
}

const norm = (x: readonly number[]) => Math.hypot(...x);

/** The dual basis. @throws BasisError if a matrix is a combination of those before it */
function dualBasis(basis: readonly Matrix<number>[]): Matrix<number>[] {
  // Gram-Schmidt gives x = sum <x, e_k> e_k; coordinates follow by back substitution, as matrices.
  const orthonormal: number[][] = [];
  const factors: number[][] = [];
  for (const matrix of basis) {
    let rest = [...matrix];
    const row = orthonormal.map((e) => dot(numbers, matrix, e));
    orthonormal.forEach((e, k) => {
      rest = rest.map((value, cell) => value - (row[k] as number) * (e[cell] as number));
    });
    const size = norm(rest);
    if (!(size > 1e-8 * norm(matrix))) {
      throw new BasisError(`generator ${orthonormal.length + 1} is a combination of those before it`);
    }
    orthonormal.push(rest.map((value) => value / size));
    factors.push([...row, size]);
  }
  const dual: number[][] = orthonormal.map(() => []);
  for (let k = basis.length - 1; k >= 0; k--) {
    let sum = [...(orthonormal[k] as number[])];
    for (let later = k + 1; later < basis.length; later++) {
      const factor = factors[later]?.[k] as number;
      sum = sum.map((value, cell) => value - factor * (dual[later]?.[cell] as number));
    }
    dual[k] = sum.map((value) => value / (factors[k]?.[k] as number));
  }
  return dual;
}

/**
 * Whether the matrix is a combination of the basis, but for a millionth of `size`: its own, or that of what it was computed
 * from. Whatever the generators are scaled by, the answer is the same.
 */
function spans({ generators, dual }: Pick<Basis, "generators" | "dual">, x: Matrix<number>, size = norm(x)): boolean {
  const reached = combination(
    dual.map((matrix) => dot(numbers, matrix, x)),
    generators,
  );
  return norm(x.map((value, k) => value - (reached[k] as number))) <= 1e-6 * size;
}

const numbersIn = (text: string): number[] => text.split(",").map(readNumber);

function readGenerators(text: string): Omit<Basis, "box"> {
  const fail = (message: string): never => {
    throw new BasisError(message);
  };
  const rows = text.split(";").map(numbersIn);
  const size = rows[0]?.length;
  if (size !== 4 && size !== 9) fail(`a generator has 4 numbers (of the plane) or 9 (of space), not ${size}`);
  const dimension = size === 4 ? 2 : 3;
  rows.forEach((row, k) => {
    if (row.length !== size) fail(`generator ${k + 1} has ${row.length} numbers, the first has ${size}`);
    if (!row.every(Number.isFinite)) fail(`generator ${k + 1} holds something that is not a number`);
  });
  if (rows.length > (size as number)) fail(`there are only ${size} independent matrices, not ${rows.length}`);
  const generators = rows.map((row) =>
    dimension === 3 ? row : [row[0], row[1], 0, row[2], row[3], 0, 0, 0, 0].map((value) => value as number),
  );
  const basis = { dimension, generators, dual: dualBasis(generators) } as const;
  generators.forEach((x, i) => {
    generators.slice(i + 1).forEach((y, k) => {
      const turned = scaleBy(numbers, -1, product(numbers, y, x));
      if (!spans(basis, addMatrices(numbers, product(numbers, x, y), turned), norm(x) * norm(y))) {
        fail(`generators ${i + 1} and ${i + k + 2} are not closed: their bracket AB - BA is no combination of them`);
      }
    });
  });
  return basis;
}

function readBox(text: string, count: number): Basis["box"] {
  const fail = (message: string): never => {
    throw new BasisError(message);
  };
  const box = text.split(";").map(numbersIn);
  if (box.length !== count) fail(`the box has ${box.length} intervals for ${count} generators`);
  return box.map((interval, k) => {
    const [from, to] = interval as [number, number];
    if (interval.length !== 2 || !(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
      fail(`interval ${k + 1} of the box must be two numbers from,to with from < to`);
    }
    return [from, to] as const;
  });
}

const linearOf = <T>(g: readonly T[]): Matrix<T> =>
  [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => g[4 * column + row] as T));
const affineOf = (g: Element): Affine<number> => ({ linear: linearOf(g), shift: g.slice(12, 15) });

/** As WGSL stores a mat3x3f and a vec3f: columns padded to four numbers. */
const words = <T>(linear: Matrix<T>, shift: readonly T[], zero: T): T[] => [
  ...[0, 1, 2].flatMap((column) => [...[0, 1, 2].map((row) => linear[3 * row + column] as T), zero]),
  ...shift,
  zero,
];

/** Text of the module `basis` that the WGSL imports. */
function basisModule({ generators, dual }: Pick<Basis, "generators" | "dual">): string {
  const matrix = (m: Matrix<number>) => {
    const columns = [0, 1, 2].flatMap((column) => [0, 1, 2].map((row) => m[3 * row + column] as number));
    return `mat3x3f(${columns.map((value) => `f32(${Math.fround(value)})`).join(", ")})`;
  };
  const list = (name: string, matrices: readonly Matrix<number>[]) =>
    `const ${name} = array<mat3x3f, ${matrices.length}>(${matrices.map(matrix).join(", ")});`;
  return [`const COUNT = ${generators.length};`, list("GENERATORS", generators), list("DUAL", dual)].join("\n");
}

/** Square roots that bring a map near enough to the identity for its logarithm to be exact to a millionth. */
const HOLDS_ROOTS = 6;

/** Rotations of the plane, or about the axes of space. */
const turns = (dimension: 2 | 3): Matrix<number>[] =>
  [
    [0, -1, 0, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, -1, 0, 1, 0],
    [0, 0, 1, 0, 0, 0, -1, 0, 0],
  ].slice(0, dimension === 2 ? 1 : 3);

/**
 * T(n) with the group K of all exponentials of combinations of the generators. The stabiliser of the origin is K; a sample
 * is a matrix whose coordinates are uniform in the box. Element: [linear part by padded columns, translation, padding].
 * @param generators n x n matrices by rows, numbers separated by commas and matrices by semicolons
 * @param box an interval from,to for each, separated by semicolons
 * @throws BasisError if the generators have the wrong size, are dependent or not closed under the bracket, or the box
 *   does not fit them or reaches where the logarithm is not defined
 */
export function affine(description: { name: string; generators: string; box: string }): Group {
  const basis = readGenerators(description.generators);
  const { dimension, generators, dual } = basis;
  const box = readBox(description.box, generators.length);
  const obstacle = obstacleIn({ dimension, generators, box });
  if (obstacle) throw new BasisError(`the box ${obstacle}`);
  const count = generators.length;
  const axes = [0, 1, 2].slice(0, dimension);
  const point = (x: readonly number[]) => [x[0] as number, x[1] as number, dimension === 3 ? (x[2] as number) : 0];
  const element = ({ linear, shift }: Affine<number>): Element => words(linear, shift, 0);
  /** Coordinates of the logarithm: of its linear part in the basis, then of its translation. */
  const logOf = <T>(a: Arithmetic<T>, g: Affine<T>): T[] => {
    const { linear, shift } = logarithm(a, g);
    const weights = dual.map((matrix) => matrix.map((weight) => a.constant(weight)));
    return [...weights.map((row) => dot(a, row, linear)), ...shift.slice(0, dimension)];
  };
  const rotates = turns(dimension).every((turn) => spans(basis, turn));
  const one = identity(numbers).map((value, k) => (dimension === 2 && k === 8 ? 0 : value));
  /** The exponential at the same shares of all intervals of the box, or at shares that are drawn. */
  const drawnAt = (share: () => number) =>
    exponentialMap(
      numbers,
      combination(
        box.map(([from, to]) => from + (to - from) * share()),
        generators,
      ),
    );
  const drawn = (random: Random) => drawnAt(() => random.uniform());
  return {
    name: description.name,
    title: "T(n) with a group of your own: matrices generated by a basis",
    shader: "groups/affine.wgsl",
    basis: basisModule(basis),
    pointDim: dimension,
    pairDim: count + dimension,
    elementSize: 16,
    algebraDim: count + dimension,
    stabiliser: matrix({
      draw: drawn,
      exp: (coordinates) => exponentialMap(numbers, combination(coordinates, generators)),
      log: (linear) => logOf(numbers, { linear, shift: [0, 0, 0] }).slice(0, count),
      count,
      example: drawnAt(() => 0.75),
    }),
    invariance: {
      translation: true,
      rotation: rotates ? "any" : "none",
      scale: spans(basis, one),
      linear(map) {
        // A product of exponentials need not be one; what is left of it without its rotation is, where all rotations are.
        const rest = rotates ? product(numbers, transpose(nearestSimilarity(map, dimension).rotation), map) : map;
        const { linear } = logarithm(numbers, { linear: rest, shift: [0, 0, 0] }, HOLDS_ROOTS);
        return linear.every(Number.isFinite) && spans(basis, linear, Math.max(norm(linear), 1e-3));
      },
    },
    generators,
    exp: (algebra) => {
      const shift = point(algebra.slice(count, count + dimension));
      return element(exponential(numbers, { linear: combination(algebra.slice(0, count), generators), shift }));
    },
    log: (g) => logOf(numbers, affineOf(g)),
    compose: (g, h) => {
      const [a, b] = [affineOf(g), affineOf(h)];
      const shift = apply(numbers, a.linear, b.shift).map((value, k) => value + (a.shift[k] as number));
      return element({ linear: product(numbers, a.linear, b.linear), shift });
    },
    inverse: (g) => {
      const linear = invert(numbers, linearOf(g));
      return element({ linear, shift: apply(numbers, linear, g.slice(12, 15)).map((value) => -value) });
    },
    act: (g, x) =>
      axes.map((axis) => (apply(numbers, linearOf(g), point(x))[axis] as number) + (g[12 + axis] as number)),
    lift: (a, x, sample) => {
      const zero = a.constant(0);
      return words(sample, dimension === 3 ? x : [...x, zero], zero);
    },
    pairFeature: (a, g, h) => {
      type T = (typeof g)[number];
      const back = invert(a, linearOf(h));
      const apart = [12, 13, 14].map((k) => a.subtract(g[k] as T, h[k] as T));
      return logOf(a, { linear: product(a, back, linearOf(g)), shift: apply(a, back, apart) });
    },
    matrix: (g) => {
      const { linear, shift } = affineOf(g);
      const rows = axes.map((row) => [
        ...axes.map((column) => linear[3 * row + column] as number),
        shift[row] as number,
      ]);
      return [...rows.flat(), ...axes.map(() => 0), 1];
    },
    rotationAngle: () => 0,
  };
}

/** What `read` gives, or null where the basis is refused. */
function unlessRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof BasisError) return null;
    throw error;
  }
}

/** The largest box about the middle of a refused one that is accepted, as text; null if the generators are wrong. */
export function narrowedBox(text: string, box: string): string | null {
  const basis = unlessRefused(() => readGenerators(text));
  if (!basis) return null;
  const { dimension, generators } = basis;
  const intervals = unlessRefused(() => readBox(box, generators.length)) ?? generators.map(() => [-1, 1] as const);
  return (
    largestBox({ dimension, generators, box: intervals })
      ?.map((interval) => interval.join())
      .join(";") ?? null
  );
}
