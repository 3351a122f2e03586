import { describe, expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { lift } from "../../src/autograd/operations/lift.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { Tape } from "../../src/autograd/tape.ts";
import type { Element, Group } from "../../src/lie/group.ts";
import { groupNamed, groups } from "../../src/lie/registry.ts";
import {
  declareLieTransformer,
  type LieTransformerOptions,
  traceLieTransformer,
} from "../../src/nn/lie-transformer.ts";
import { ParameterLayout, Parameters } from "../../src/nn/parameters.ts";
import { evaluate, testGpu } from "../support/gpu.ts";
import { normals, relativeError } from "../support/numbers.ts";

const BATCH = 2;
const POINTS = 7;
/** Weights larger than the initial ones: otherwise the output hardly depends on positions (specification 9). */
const GAIN = 1.8;

function optionsFor(group: Group): LieTransformerOptions {
  return {
    group,
    samples: group.stabiliser === "trivial" ? 1 : 2,
    heads: 2,
    hidden: 6,
    width: 16,
    normalise: "mean",
    activation: "swish",
    layers: 2,
    blockNorm: "layer_pre",
    pool: "mean",
    layout: "pool_then_head",
    headNorm: false,
    inputs: 3,
    outputs: 4,
  };
}

/** Lifted elements [B, M, words] of random points, on the CPU in double precision. */
function liftedElements(group: Group, samples: number): Element[] {
  const points = normals(BATCH * POINTS * 2, "equivariance points");
  const angles = normals(BATCH * POINTS * samples, "equivariance angles", 0.4);
  return angles.map((angle, k) => {
    const point = Math.floor(k / samples);
    return group.lift([points[2 * point] as number, points[2 * point + 1] as number], angle, k % samples, samples);
  });
}

/** The network's output and the features after each layer, on given elements. */
async function run(
  group: Group,
  elements: readonly Element[],
  mask = new Array(BATCH * POINTS).fill(1),
  garbage?: number,
) {
  const options = optionsFor(group);
  const layout = new ParameterLayout();
  declareLieTransformer(layout, options);
  const parameters = new Parameters((await testGpu()).device, layout);
  const named = new Map(
    layout.slices.map(({ name, shape, halfWidth, constant }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [
        name,
        constant === undefined ? normals(size, name, GAIN * (halfWidth ?? 1) * 0.577) : new Array(size).fill(constant),
      ];
    }),
  );
  parameters.write(parameters.pack(named));
  const features = normals(BATCH * POINTS * 3, "equivariance features").map((value, k) =>
    mask[Math.floor(k / 3)] ? value : (garbage ?? value),
  );
  const { samples } = options;
  const values = await evaluate((tape) => {
    const { output, features: layers } = traceLieTransformer(parameters.record(tape), options, {
      features: tape.constant(features, [BATCH, POINTS, 3]),
      elements: tape.constant(elements.flat(), [BATCH, POINTS * samples, group.elementSize]),
      mask: tape.constant(mask, [BATCH, POINTS]),
    });
    return { output, first: layers[0] as typeof output, last: layers[1] as typeof output };
  });
  parameters.destroy();
  return values;
}

/** The group's own motions: with a grid of S samples only those of T(2) with C_S. */
function motion(group: Group, samples: number): Element {
  if (group.stabiliser === "grid") return group.lift([0.8, -1.3], 0, 1, samples);
  return group.lift([0.8, -1.3], 0.7, 0, samples);
}

describe.each(groups.filter(({ invariance }) => invariance.translation).map((group) => [group.name, group] as const))(
  "%s",
  (_, group) => {
    const { samples } = optionsFor(group);
    const elements = liftedElements(group, samples);

    test("multiplying every element on the left changes no layer and no output by more than 1e-5", async () => {
      const u = motion(group, samples);
      const before = await run(group, elements);
      const after = await run(
        group,
        elements.map((g) => {
          const moved = [...group.compose(u, g)];
          // A grid element's index stays in 0 .. S - 1.
          if (group.stabiliser === "grid") moved[4] = (moved[4] as number) % samples;
          return moved;
        }),
      );
      for (const name of ["first", "last", "output"] as const) {
        expect(relativeError(after[name], before[name]), name).toBeLessThan(1e-5);
      }
    });

    test("moving one element alone does change the output", async () => {
      const before = await run(group, elements);
      const moved = elements.map((g, k) => (k === 0 ? group.compose(motion(group, samples), g) : g));
      expect(relativeError((await run(group, moved)).output, before.output)).toBeGreaterThan(1e-4);
    });

    test("a masked point changes nothing, whatever it holds, not a number included", async () => {
      const mask = Array.from({ length: BATCH * POINTS }, (_, k) => (k % POINTS === 3 ? 0 : 1));
      const broken = elements.map((g, k) => (Math.floor(k / samples) % POINTS === 3 ? g.map(() => Number.NaN) : g));
      const before = await run(group, elements, mask);
      const after = await run(group, broken, mask, Number.NaN);
      expect(Array.from(after.output)).toEqual(Array.from(before.output));
    });
  },
);

test("a rotation changes the output of the T(2) model", async () => {
  const t2 = groupNamed("T2");
  const elements = liftedElements(t2, 1);
  const turn = groupNamed("SE2").lift([0, 0], 0.7, 0, 1);
  const turned = elements.map((g) => {
    const [x, y] = groupNamed("SE2").act(turn, [g[0] as number, g[1] as number]);
    return t2.lift([x, y], 0, 0, 1);
  });
  const before = await run(t2, elements);
  expect(relativeError((await run(t2, turned)).output, before.output)).toBeGreaterThan(1e-3);
});

test("gradients of positions come through the lift, and are zero for a shift of all points", async () => {
  const group = groupNamed("SE2");
  const options = optionsFor(group);
  const layout = new ParameterLayout();
  declareLieTransformer(layout, options);
  const gpu = await testGpu();
  const parameters = new Parameters(gpu.device, layout);
  parameters.write(
    parameters.pack(
      new Map(
        layout.slices.map(({ name, shape }) => [
          name,
          normals(
            shape.reduce((a, b) => a * b, 1),
            name,
            0.3,
          ),
        ]),
      ),
    ),
  );
  const tape = new Tape();
  const points = tape.constant(normals(BATCH * POINTS * 2, "equivariance points"), [BATCH, POINTS, 2]);
  const { output } = traceLieTransformer(parameters.record(tape), options, {
    features: tape.constant(normals(BATCH * POINTS * 3, "f"), [BATCH, POINTS, 3]),
    elements: lift(group, points, tape.constant(normals(BATCH * POINTS * 2, "angles"), [BATCH, POINTS, 2])),
    mask: tape.constant(new Array(BATCH * POINTS).fill(1), [BATCH, POINTS]),
  });
  const [force] = gradients(sum(output), [points]) as [typeof output];
  const program = await compile(gpu, { force, total: sum(force, [1]) });
  program.run();
  const { force: each, total } = await program.read("force", "total");
  program.destroy();
  const largest = Math.max(...Array.from(each, Math.abs));
  expect(largest).toBeGreaterThan(1e-4);
  expect(Math.max(...Array.from(total, Math.abs))).toBeLessThan(1e-4 * largest * POINTS);
});
