import { describe, expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { equivariantKernel } from "../../src/autograd/operations/equivariant-kernel.ts";
import { type EquivariantKernel, radialPlaces } from "../../src/autograd/operations/materialised-kernel.ts";
import { slice } from "../../src/autograd/operations/movement.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";
import type { Workload } from "../../src/autograd/tuner.ts";
import { type Tunable, Variants } from "../../src/gpu/variants.ts";
import { ordersOf } from "../../src/lie/irreps/kernel-basis.ts";
import { radialSlices } from "../../src/nn/fibres/messages.ts";
import { ParameterLayout } from "../../src/nn/parameters.ts";
import type { ModelInputs } from "../../src/tasks/models/model.ts";
import { fullyConnectedEdges } from "../../src/tasks/models/vectors.ts";
import { testGpu } from "../support/gpu.ts";
import { normals, relativeError } from "../support/numbers.ts";
import { preferring } from "../support/variants.ts";

type Shape = Partial<EquivariantKernel> & { readonly l: number; readonly k: number };

/** A small kernel, but for what a shape says. */
const kernelOf = (shape: Shape): EquivariantKernel => ({
  orders: ordersOf(shape.l, shape.k, "all"),
  inputs: 2,
  outputs: 2,
  heads: 1,
  nets: 1,
  scalars: 1,
  hidden: 4,
  mutual: 0,
  ...shape,
});

/** Random weights of a kernel's nets behind `start` others; padding is zero, as it always is. */
function weightsOf(kernel: EquivariantKernel, start: number): number[] {
  const { size } = radialPlaces(kernel);
  const drawn = normals(start + kernel.nets * size, "weights");
  const packed = new Array<number>(drawn.length).fill(0);
  for (let net = 0; net < kernel.nets; net++) {
    for (const slice of radialSlices("net", kernel, start + net * size)) {
      for (const place of ParameterLayout.places(slice)) packed[place] = 0.7 * (drawn[place] as number);
    }
  }
  return packed;
}

/** Messages, and their derivatives by all that is differentiable, in one of the forms. */
async function run(variant: string, shape: Shape, edges: number) {
  const kernel = kernelOf(shape);
  const { l, k, inputs, outputs, heads, nets, scalars } = kernel;
  const { size } = radialPlaces(kernel);
  const rows = (2 * k + 1) * inputs;
  const tape = new Tape(preferring(variant));
  const vectors = normals((3 + scalars) * edges, "vectors");
  // Two edges are none: coincident points.
  for (let c = 0; c < 3; c++) for (const edge of [1, edges - 1]) vectors[c * edges + edge] = 0;
  const geometry = tape.constant(vectors, [3 + scalars, edges]);
  // What another degree sends lies beside it, and another path's weights before these.
  const sent = tape.constant(normals((rows + 3) * edges, "sent"), [rows + 3, edges]);
  const packed = tape.constant(weightsOf(kernel, 8), [8 + nets * size]);
  const output = equivariantKernel(kernel, { start: 3, place: 8 }, [geometry, sent, packed]);
  const cotangent = tape.constant(normals(output.size, "cotangent"), [nets, heads, 2 * l + 1, outputs / heads, edges]);
  const [dGeometry, dSent, dPacked] = gradients(sum(multiply(output, cotangent)), [geometry, sent, packed]);
  const outputs_ = { output, dGeometry, dSent, dPacked } as Record<string, typeof output>;
  const program = await compile(await testGpu(), outputs_, { merge: false });
  program.run();
  const found = await program.read(...Object.keys(outputs_));
  program.destroy();
  return found as Record<string, Float32Array>;
}

/** Messages among sets of points, of more than three one absent and two in one place, with derivatives by the points. */
async function runMutual(variant: string, shape: Omit<Shape, "scalars">, sets: number, points: number) {
  const kernel = kernelOf({ ...shape, mutual: points });
  const tape = new Tape(preferring(variant));
  const drawn = normals(sets * points * 3, "points");
  if (points > 3) drawn.splice(3, 3, ...drawn.slice(0, 3));
  const places = tape.constant(drawn, [sets, points, 3]);
  const there = Array.from({ length: sets * points }, (_, p) => Number(points < 4 || p !== 2));
  const mask = tape.constant(there, [sets, points]);
  const charges = tape.constant(normals(sets * points, "charges"), [sets, points, 1]);
  const edges = fullyConnectedEdges({ points: places, mask, features: [charges] } as unknown as ModelInputs);
  expect(edges.mutual).toBe(points);
  const real = sets * points * (points - 1);
  const own = (x: Tensor) => slice(x, x.shape.length - 1, 0, real);
  const columns = edges.geometry.shape[1] as number;
  const sent = tape.constant(normals((2 * kernel.k + 1) * kernel.inputs * columns, "sent"), [
    (2 * kernel.k + 1) * kernel.inputs,
    columns,
  ]);
  const packed = tape.constant(weightsOf(kernel, 0), [kernel.nets * radialPlaces(kernel).size]);
  const output = own(equivariantKernel(kernel, { start: 0, place: 0 }, [edges.geometry, sent, packed]));
  const cotangent = tape.constant(normals(output.size, "cotangent"), output.shape);
  const [dPoints, dCharges, dSent, dPacked] = gradients(sum(multiply(output, cotangent)), [
    places,
    charges,
    sent,
    packed,
  ]) as [Tensor, Tensor, Tensor, Tensor];
  const program = await compile(
    await testGpu(),
    { output, dPoints, dCharges, dSent: own(dSent), dPacked },
    { merge: false },
  );
  program.run();
  const found = await program.read(...program.outputNames);
  program.destroy();
  return found;
}

const shapes: readonly (readonly [string, Shape, edges: number])[] = [
  ["scalars from scalars, fewer edges than a workgroup, nets as wide as can be", { l: 0, k: 0, hidden: 32 }, 4],
  ["vectors from vectors, two nets, more tiles than slabs", { l: 1, k: 1, nets: 2 }, 300],
  ["degree 2 from vectors, heads, a width that fills no vector", { l: 2, k: 1, outputs: 4, heads: 2, hidden: 6 }, 20],
  ["more tiles than slabs of single edges", { l: 0, k: 0, inputs: 1, outputs: 1, scalars: 0 }, 4200],
  ["channels out and in that go through in several rounds", { l: 1, k: 1, inputs: 12, outputs: 8 }, 40],
  ["even orders alone, no scalars, three channels", { l: 1, k: 2, orders: [1, 3], inputs: 3, scalars: 0 }, 12],
];

/** Either fused form finds what the decomposed one does. */
async function expectFused(found: (variant: string) => Promise<Record<string, Float32Array>>): Promise<void> {
  const expected = await found("decomposed");
  for (const variant of ["one edge", "four edges"]) {
    const own = await found(variant);
    for (const name of Object.keys(expected)) {
      expect(
        relativeError(own[name] as Float32Array, expected[name] as Float32Array),
        `${variant} ${name}`,
      ).toBeLessThan(2e-5);
    }
  }
}

describe("fused equivariant kernels are the decomposed ones, with all derivatives", () => {
  test.each(shapes)("%s", (_, shape, edges) => expectFused((variant) => run(variant, shape, edges)));

  test.each([
    ["an odd number of points", { l: 1, k: 1, nets: 2, hidden: 6 }, 3, 5],
    ["an even number", { l: 1, k: 2, heads: 2 }, 2, 4],
    ["two points", { l: 0, k: 1, outputs: 1 }, 3, 2],
    ["more tiles than slabs", { l: 0, k: 0, inputs: 1, outputs: 1 }, 6, 12],
  ] as const)("of edges there and back taken together: %s", (_, shape, sets, points) =>
    expectFused((variant) => runMutual(variant, shape, sets, points)),
  );

  test.each([0, 4])("every variant does what the tuner times alike, in sets of %d", async (mutual) => {
    const kernel = kernelOf({ l: 1, k: 1, mutual });
    const known = new Variants("gpu");
    const tape = new Tape(known);
    const inputs = [tape.input("geometry", [4, 28]), tape.input("sent", [6, 28]), tape.input("packed", [500])] as const;
    equivariantKernel(kernel, { start: 0, place: 0 }, inputs);
    const [tunable] = [...known.open.values()] as [Tunable<Workload>];
    const results = [];
    for (const name of tunable.names) {
      const outputs = tunable.workload(new Tape(preferring(name)));
      const program = await compile(await testGpu(), outputs, { merge: false });
      for (const { name, size } of program.inputs) program.write(name, Float32Array.from(normals(size, name)));
      program.run();
      results.push(await program.read(...program.outputNames));
      program.destroy();
    }
    for (const own of results) {
      for (const [name, found] of Object.entries(own)) {
        expect(relativeError(found, results[0]?.[name] as Float32Array), name).toBeLessThan(2e-5);
      }
    }
  });

  test("memory of a pass grows with edges as channels do, and holds no kernels", async () => {
    const bytesOf = async (edges: number) => {
      const kernel = kernelOf({ l: 1, k: 1, inputs: 4, outputs: 4, hidden: 16 });
      const tape = new Tape(preferring("one edge"));
      const inputs = [
        tape.input("geometry", [4, edges]),
        tape.input("sent", [12, edges]),
        tape.input("packed", [radialPlaces(kernel).size]),
      ] as const;
      const output = equivariantKernel(kernel, { start: 0, place: 0 }, inputs);
      const [dSent, dPacked] = gradients(sum(multiply(output, output)), [inputs[1], inputs[2]]);
      const program = await compile(await testGpu(), { dSent, dPacked } as Record<string, typeof output>);
      const { bytes } = program;
      program.destroy();
      return bytes;
    };
    // From 64 slabs of gradients on, which are as many however many edges there are.
    const [few, many, most] = await Promise.all([8192, 32768, 131072].map(bytesOf));
    const perEdge = ((most as number) - (many as number)) / (131072 - 32768);
    // Messages, their cotangents, what is sent and its cotangents: 12 numbers each, a few times; kernels alone were 144.
    expect(perEdge / 4).toBeLessThan(100);
    expect(((many as number) - (few as number)) / (32768 - 8192)).toBeCloseTo(perEdge, -1);
  });
});
