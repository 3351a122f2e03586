import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import type { Element, Group } from "../../src/lie/group.ts";
import { fromRotationVector } from "../../src/lie/quaternion.ts";
import { groupNamed, groups } from "../../src/lie/registry.ts";
import { scale } from "../../src/lie/stabilisers/stabiliser.ts";
import { expectClose } from "../support/numbers.ts";
import { isGrid, samplesOf, solidOf } from "../support/stabilisers.ts";

/** Lifted points; angles keep away from the cut, where the logarithm jumps, and points from the origin. */
const angle = fc.double({ min: -0.7, max: 0.7, noNaN: true });
const coordinate = fc.double({ min: 0.3, max: 2, noNaN: true });
const SAMPLES = 4;

const stabiliserSample = (group: Group): fc.Arbitrary<number[]> => {
  const flip = fc.nat(1);
  const solid = solidOf(group);
  if (solid) return fc.constantFrom(...solid).map((rotation) => [...rotation]);
  if (isGrid(group)) return fc.nat(SAMPLES - 1).map((k) => [k]);
  if (group.stabiliser.size >= 4) {
    return fc.tuple(angle, angle, angle, flip).map(([x, y, z, f]) => [...fromRotationVector([x, y, z]), f]);
  }
  return fc.tuple(angle, group.stabiliser.examples[0]?.[1] === scale.example ? angle : flip).map((sample) => sample);
};
const point = (group: Group) => fc.array(coordinate, { minLength: group.pointDim, maxLength: group.pointDim });
const lifted = (group: Group): fc.Arbitrary<Element> =>
  fc
    .tuple(point(group), stabiliserSample(group))
    .map(([x, stabiliser]) => group.lift(numbers, x, stabiliser, samplesOf(group, SAMPLES)));
/** Any element of the group itself. */
const moving = (group: Group): fc.Arbitrary<Element> =>
  group.stabiliser.kind === "trivial"
    ? fc.array(angle, { minLength: 6, maxLength: 6 }).map((a) => group.exp(a))
    : lifted(group);

const close = (a: readonly number[], b: readonly number[]) =>
  a.forEach((value, k) => {
    expect(value).toBeCloseTo(b[k] as number, 8);
  });

const hasSymmetry = (group: Group) => !group.name.startsWith("Trivial");

describe.each(groups.map((group) => [group.name, group] as const))("%s", (_, group) => {
  const samples = samplesOf(group, SAMPLES);
  const two = fc.tuple(lifted(group), lifted(group));
  const pair = (a: Element, b: Element) => group.pairFeature(numbers, a, b, samples);
  const trimmed = (g: Element) => g.slice(0, group.elementSize);

  test("pair features do not change when both elements are multiplied on the left", () => {
    if (!hasSymmetry(group)) return;
    fc.assert(
      fc.property(moving(group), two, (u, [a, b]) => {
        const moved = [group.compose(trimmed(u), a), group.compose(trimmed(u), b)] as const;
        close(pair(...moved), pair(a, b));
      }),
      { seed: 1 },
    );
  });

  test("an element times its inverse acts as the identity", () => {
    fc.assert(
      fc.property(moving(group), point(group), (g, x) => {
        close(group.act(group.compose(trimmed(g), group.inverse(trimmed(g))), x), x);
      }),
      { seed: 2 },
    );
  });

  test("composing acts as acting twice", () => {
    fc.assert(
      fc.property(moving(group), moving(group), point(group), (a, b, x) => {
        close(group.act(group.compose(trimmed(a), trimmed(b)), x), group.act(trimmed(a), group.act(trimmed(b), x)));
      }),
      { seed: 3 },
    );
  });

  test("lifting a moved point is moving the lifted one, up to the stabiliser", () => {
    if (!hasSymmetry(group) || group.stabiliser.kind !== "trivial") return;
    fc.assert(
      fc.property(moving(group), point(group), (u, x) => {
        const [before, after] = [x, group.act(trimmed(u), x)].map((y) => group.lift(numbers, y, [0], 1));
        // Their pair is the identity's: nothing but orbit labels.
        const moved = group.compose(trimmed(u), before as Element);
        close(pair(moved, after as Element).slice(0, group.algebraDim), new Array(group.algebraDim).fill(0));
      }),
      { seed: 5 },
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
    for (const name of ["lift", "pair_feature"]) expect(source).toMatch(new RegExp(`fn ${name}\\(`));
    expect(source).toContain("const PAIR_DIM = ");
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
    // At pi itself the sign of the logarithm is a convention: there the elements are compared.
    const wanted = rows(golden.log_of_exp.data, group.algebraDim);
    const clear = wanted.map((algebra) => Math.abs(group.rotationAngle(algebra) - Math.PI) > 1e-9);
    const logarithms = elements.map((g) => group.log(g));
    expectClose(logarithms.filter((_, k) => clear[k]).flat(), wanted.filter((_, k) => clear[k]).flat(), 1e-10, "log");
    expectClose(matrices(logarithms.map((algebra) => group.exp(algebra))), golden.exp.data, 1e-10, "exp of log");
    expectClose(matrices(elements.map((g) => group.inverse(g))), golden.inverse.data, 1e-10, "inverse");
  });
});

test("an unknown group is named, with the ones there are", () => {
  expect(() => groupNamed("SO5")).toThrow(/SO5.*T2.*SE2/);
});
