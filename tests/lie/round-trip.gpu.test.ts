import { expect, test } from "vitest";
import { groupExp, groupLog } from "../../src/autograd/operations/group-operations.ts";
import { groups } from "../../src/lie/registry.ts";
import { evaluate } from "../support/gpu.ts";
import { normals } from "../support/numbers.ts";

const ROWS = 200;
/** Rotation angles up to this; beyond, float32 does not decide the sign of the logarithm. */
const LARGEST = Math.PI - 1e-4;

test.each(groups.filter(({ algebraDim }) => algebraDim > 0).map((group) => [group.name, group] as const))(
  "%s: log(exp(a)) = a to 1e-5 in float32, from tiny angles to pi - 1e-4",
  async (name, group) => {
    const { algebraDim } = group;
    const rows = Array.from({ length: ROWS }, (_, row) => {
      const a = normals(algebraDim, `round trip ${name} ${row}`);
      const angle = group.rotationAngle(a);
      // Angles 1e-6 .. LARGEST, evenly in their logarithm, then evenly.
      const wanted =
        row < ROWS / 2 ? LARGEST * 10 ** ((-6 * row) / (ROWS / 2)) : (LARGEST * (row + 1 - ROWS / 2)) / (ROWS / 2);
      if (angle === 0) return a;
      const turned = a.map((value) => (value * wanted) / angle);
      const turns = a.map((_, k) => group.rotationAngle(a.with(k, 0)) !== angle);
      const oneAxis = turns.filter(Boolean).length === 1;
      // Translations keep their size; about one axis angles just above -pi belong beyond the seam, at pi.
      return turned.map((value, k) => {
        if (!turns[k]) return a[k] as number;
        return oneAxis ? Math.abs(value) : value;
      });
    });
    const { back } = await evaluate((tape) => {
      const algebra = tape.constant(rows.flat(), [ROWS, algebraDim]);
      return { back: groupLog(group, groupExp(group, algebra)) };
    });
    rows.forEach((a, row) => {
      const size = Math.hypot(...a);
      const off = Math.hypot(...a.map((value, k) => value - (back[row * algebraDim + k] as number)));
      expect(off / size, `row ${row}, angle ${group.rotationAngle(a)}`).toBeLessThan(1e-5);
    });
  },
);
