import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import { couplingEntries } from "../../src/lie/irreps/clebsch-gordan.ts";
import { harmonics } from "../../src/lie/irreps/harmonics.ts";
import { kernelBasis, ordersOf } from "../../src/lie/irreps/kernel-basis.ts";
import { slopesArithmetic, variables } from "../../src/lie/irreps/slopes.ts";
import { wignerMatrices } from "../../src/lie/irreps/wigner.ts";
import { type Quaternion, rotationMatrix } from "../../src/lie/quaternion.ts";

const DEGREE = 6;
type Vector = [number, number, number];

const unit = (x: readonly number[]): number[] => x.map((value) => value / Math.hypot(...x));
const component = fc.double({ min: -1, max: 1, noNaN: true });
const direction = fc
  .tuple(component, component, component)
  .filter((x) => Math.hypot(...x) > 1e-2)
  .map((x) => unit(x) as Vector);
const rotation = fc
  .tuple(component, component, component, component)
  .filter((q) => Math.hypot(...q) > 1e-2)
  .map((q) => [...rotationMatrix(unit(q) as unknown as Quaternion<number>)]);

const times = (matrix: readonly number[], x: readonly number[]): number[] =>
  Array.from({ length: matrix.length / x.length }, (_, row) =>
    x.reduce((sum, value, c) => sum + (matrix[row * x.length + c] as number) * value, 0),
  );
const product = (a: readonly number[], b: readonly number[], size: number): number[] =>
  Array.from({ length: size * size }, (_, k) => {
    const [row, column] = [Math.floor(k / size), k % size];
    return Array.from(
      { length: size },
      (__, c) => (a[row * size + c] as number) * (b[c * size + column] as number),
    ).reduce((x, y) => x + y);
  });

const expectClose = (found: readonly number[], expected: readonly number[], bound = 1e-12) =>
  found.forEach((value, k) => {
    expect(Math.abs(value - (expected[k] as number))).toBeLessThan(bound);
  });

describe("harmonics", () => {
  test("of a turned vector are the Wigner matrices' images, and have one norm at every degree", () => {
    fc.assert(
      fc.property(rotation, direction, (turn, u) => {
        const before = harmonics(numbers, u, DEGREE);
        const after = harmonics(numbers, times(turn, u) as Vector, DEGREE);
        wignerMatrices(turn, DEGREE).forEach((matrix, l) => {
          expectClose(after[l] as number[], times(matrix, before[l] as number[]));
          const norm = (before[l] as number[]).reduce((sum, y) => sum + y * y, 0);
          expect(norm).toBeCloseTo((2 * l + 1) / (4 * Math.PI), 12);
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("of degree 1 are x, y, z, so that velocities are features as they stand", () => {
    const scale = Math.sqrt(3 / (4 * Math.PI));
    expectClose(harmonics(numbers, [0.6, 0, 0.8], 1)[1] as number[], [0.6 * scale, 0, 0.8 * scale]);
  });

  test("have the slopes that finite differences have", () => {
    fc.assert(
      fc.property(direction, (u) => {
        const own = harmonics(slopesArithmetic(numbers), variables(numbers, u), DEGREE).flat();
        for (const axis of [0, 1, 2] as const) {
          const at = (step: number) =>
            harmonics(numbers, u.with(axis, (u[axis] as number) + step) as Vector, DEGREE).flat();
          const [above, below] = [at(1e-5), at(-1e-5)];
          own.forEach(({ slopes }, k) => {
            const expected = ((above[k] as number) - (below[k] as number)) / 2e-5;
            expect(Math.abs(slopes[axis] - expected)).toBeLessThan(1e-6);
          });
        }
      }),
      { seed: 2, numRuns: 20 },
    );
  });
});

describe("Wigner matrices", () => {
  test("of a product are the product, and orthogonal", () => {
    fc.assert(
      fc.property(rotation, rotation, (a, b) => {
        const [first, second, both] = [a, b, product(a, b, 3)].map((turn) => wignerMatrices(turn, DEGREE));
        both?.forEach((matrix, l) => {
          const size = 2 * l + 1;
          expectClose(matrix, product(first?.[l] as number[], second?.[l] as number[], size));
          const transposed = matrix.map((_, k) => matrix[(k % size) * size + Math.floor(k / size)] as number);
          expectClose(
            product(matrix, transposed, size),
            matrix.map((_, k) => (k % (size + 1) === 0 ? 1 : 0)),
          );
        });
      }),
      { seed: 3, numRuns: 50 },
    );
  });
});

describe("couplings", () => {
  const triples = [0, 1, 2, 3].flatMap((l) =>
    [0, 1, 2, 3].flatMap((k) => ordersOf(l, k, "all").map((J) => [l, k, J] as const)),
  );

  test("intertwine what they couple, and kernels turn with their direction", () => {
    expect(triples).toHaveLength(44);
    fc.assert(
      fc.property(rotation, direction, fc.constantFrom(...triples), (turn, u, [l, k, J]) => {
        const kernelAt = (x: Vector) => kernelBasis(numbers, x, [l, k], [J])[0]?.map((cell) => cell ?? 0) as number[];
        const [before, after] = [kernelAt(u), kernelAt(times(turn, u) as Vector)];
        const matrices = wignerMatrices(turn, 3);
        const [out, into] = [matrices[l] as number[], matrices[k] as number[]];
        const [rows, columns] = [2 * l + 1, 2 * k + 1];
        // W(R u) = D_l W(u) D_k^T
        after.forEach((value, cell) => {
          const [a, c] = [Math.floor(cell / columns), cell % columns];
          let expected = 0;
          for (let b = 0; b < rows; b++) {
            for (let d = 0; d < columns; d++) {
              expected +=
                (out[a * rows + b] as number) * (before[b * columns + d] as number) * (into[c * columns + d] as number);
            }
          }
          expect(Math.abs(value - expected)).toBeLessThan(1e-12);
        });
        expect(Math.hypot(...before)).toBeCloseTo(1 / Math.sqrt(4 * Math.PI), 12);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test("of three vectors are the cross product", () => {
    for (const { a, c, m, value } of couplingEntries(1, 1, 1)) {
      expect(new Set([a, c, m]).size).toBe(3);
      const even = (c - a + 3) % 3 === 1;
      expect(value * (even ? 1 : -1)).toBeCloseTo(couplingEntries(1, 1, 1)[0]?.value as number, 12);
      expect(Math.abs(value)).toBeCloseTo(1 / Math.sqrt(6), 12);
    }
  });

  test("have as many entries as are published, few of them zero", () => {
    const count = (most: number) =>
      triples
        .filter(([l, k]) => l <= most && k <= most)
        .reduce((sum, [l, k, J]) => sum + couplingEntries(l, k, J).length, 0);
    expect([1, 2, 3].map(count)).toEqual([27, 244, 1132]);
  });
});
