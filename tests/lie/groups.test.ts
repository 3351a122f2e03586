import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Element, Group } from "../../src/lie/group.ts";
import { groupNamed, groups } from "../../src/lie/registry.ts";
import { expectClose } from "../support/numbers.ts";

/** Lifted points of the plane; angles keep away from the seam, where the logarithm jumps. */
const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
const angle = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const lifted = (group: Group, samples: number) =>
  fc
    .tuple(coordinate, coordinate, angle, fc.nat(samples - 1))
    .map(([x, y, turn, k]) => group.lift([x, y], turn, k, samples));

const close = (a: readonly number[], b: readonly number[]) =>
  a.forEach((value, k) => {
    expect(value).toBeCloseTo(b[k] as number, 9);
  });

describe.each(groups.map((group) => [group.name, group] as const))("%s", (_, group) => {
  const samples = group.stabiliser === "grid" ? 4 : 1;
  const two = fc.tuple(lifted(group, samples), lifted(group, samples));

  test("pair features do not change when both elements are multiplied on the left", () => {
    if (!group.invariance.translation) return;
    fc.assert(
      fc.property(lifted(group, samples), two, (u, [a, b]) => {
        close(group.pairFeature(group.compose(u, a), group.compose(u, b), samples), group.pairFeature(a, b, samples));
      }),
      { seed: 1 },
    );
  });

  test("an element times its inverse acts as the identity", () => {
    if (!group.invariance.translation) return;
    fc.assert(
      fc.property(lifted(group, samples), coordinate, coordinate, (g, x, y) => {
        close(group.act(group.compose(g, group.inverse(g)), [x, y]), [x, y]);
      }),
      { seed: 2 },
    );
  });

  test("composing acts as acting twice", () => {
    if (!group.invariance.translation) return;
    fc.assert(
      fc.property(two, coordinate, coordinate, ([a, b], x, y) => {
        close(group.act(group.compose(a, b), [x, y]), group.act(a, group.act(b, [x, y])));
      }),
      { seed: 3 },
    );
  });

  test("the logarithm undoes the exponential", () => {
    if (group.algebraDim === 0) return;
    const algebra = fc.array(angle, { minLength: group.algebraDim, maxLength: group.algebraDim });
    fc.assert(
      fc.property(algebra, (a) => {
        close(group.log(group.exp(a)), a);
      }),
      { seed: 4 },
    );
  });

  test("its WGSL module has the functions every kernel calls", () => {
    const source = readFileSync(`shaders/${group.shader}`, "utf8");
    for (const name of ["lift", "lift_vjp", "pair_feature", "pair_feature_vjp", "sum"]) {
      expect(source).toMatch(new RegExp(`fn ${name}\\(`));
    }
    expect(source).toContain(`const PAIR_DIM = ${group.pairDim};`);
  });
});

describe("golden vectors", () => {
  const { cases } = JSON.parse(readFileSync("tests/reference/groups.json", "utf8"));
  const known = cases.filter((entry: { group?: string }) => groups.some(({ name }) => name === entry.group));

  const rows = (flat: number[], size: number) =>
    Array.from({ length: flat.length / size }, (_, k) => flat.slice(k * size, (k + 1) * size));

  // biome-ignore lint/suspicious/noExplicitAny: a case is JSON.
  const operations: any[] = known.filter(({ kind }: { kind: string }) => kind === "operations");

  test.each(operations)("$group operations", (golden) => {
    const group = groupNamed(golden.group);
    if (group.algebraDim === 0) return;
    const elements: Element[] = rows(golden.algebra.data, group.algebraDim).map((a) => group.exp(a));
    const matrices = (list: Element[]) => list.flatMap((g) => group.matrix(g));
    expectClose(matrices(elements), golden.exp.data, 1e-10, "exp");
    expectClose(
      elements.flatMap((g) => group.log(g)),
      golden.log_of_exp.data,
      1e-10,
      "log",
    );
    expectClose(matrices(elements.map((g) => group.inverse(g))), golden.inverse.data, 1e-10, "inverse");
  });
});

test("an unknown group is named, with the ones there are", () => {
  expect(() => groupNamed("SO5")).toThrow(/SO5.*T2.*SE2/);
});
