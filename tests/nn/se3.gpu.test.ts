import { describe, expect, test } from "vitest";
import { permute, reshape } from "../../src/autograd/operations/movement.ts";
import type { Tape, Tensor } from "../../src/autograd/tape.ts";
import type { Parity } from "../../src/lie/irreps/kernel-basis.ts";
import { wignerMatrices } from "../../src/lie/irreps/wigner.ts";
import { atRest, type Motion, mapped, movedPoint, rigidMotion } from "../../src/lie/motion.ts";
import type { Quaternion } from "../../src/lie/quaternion.ts";
import { mutualEdges } from "../../src/nn/fibres/edges.ts";
import { fibreShape } from "../../src/nn/fibres/fibre.ts";
import { ParameterLayout, Parameters } from "../../src/nn/parameters.ts";
import {
  declareSe3Transformer,
  declareTensorFieldNetwork,
  type Se3TransformerOptions,
  se3Transformer,
  tensorFieldNetwork,
  vectorFibre,
} from "../../src/nn/se3-transformer.ts";
import { evaluate, testGpu } from "../support/gpu.ts";
import { normals, relativeError } from "../support/numbers.ts";

const POINTS = 4;

const optionsFor = (parity: Parity): Se3TransformerOptions => ({
  input: fibreShape([
    [0, 1],
    [1, 1],
  ]),
  output: vectorFibre(2),
  layers: 1,
  degrees: 3,
  channels: 4,
  norm: "bias",
  heads: 2,
  divisor: 2,
  hidden: 4,
  parity,
  relative: "add",
  scalars: 0,
});

const networks = {
  attention: { declare: declareSe3Transformer, run: se3Transformer },
  "tensor field": {
    declare: declareTensorFieldNetwork,
    run: (...[weights, options, inputs]: Parameters_<typeof tensorFieldNetwork>) =>
      tensorFieldNetwork(weights, { ...options, layers: 2 }, inputs),
  },
};
type Parameters_<F extends (...given: never[]) => unknown> = F extends (...given: infer Given) => unknown
  ? Given
  : never;

/** Output vectors [n, 2, 3], and hidden features by degree. */
type Answer = Record<string, number[]> & { readonly output: number[] };

interface Input {
  readonly points: readonly (readonly number[])[];
  readonly velocities: readonly (readonly number[])[];
  readonly scalars: readonly number[];
  readonly mask?: readonly number[];
}

const rowsOf = (flat: readonly number[]): number[][] =>
  Array.from({ length: flat.length / 3 }, (_, k) => flat.slice(3 * k, 3 * k + 3));

const drawn = (count = POINTS): Input => ({
  points: rowsOf(normals(3 * count, "se3 points")),
  velocities: rowsOf(normals(3 * count, "se3 velocities")),
  scalars: normals(count, "se3 scalars"),
});

const movedBy = (input: Input, motion: Motion): Input => ({
  ...input,
  points: input.points.map((x) => movedPoint(x, motion)),
  velocities: input.velocities.map((v) => mapped(v, motion.linear)),
});

/** Output vectors [n, 2, 3] and the hidden features of each degree [n, channels, 2l+1], of each input in one batch. */
async function answers(name: keyof typeof networks, parity: Parity, inputs: readonly Input[]) {
  const options = optionsFor(parity);
  const layout = new ParameterLayout();
  const { declare, run } = networks[name];
  declare(layout, name === "attention" ? options : { ...options, layers: 2 });
  const parameters = new Parameters((await testGpu()).device, layout);
  const draw = normals(layout.size, "se3 weights");
  let k = 0;
  parameters.initialise(() => () => 0.5 + 0.3 * (draw[k++ % draw.length] as number));
  const count = inputs[0]?.points.length as number;
  const batch = inputs.length;
  const record = (tape: Tape) => {
    const points = tape.constant(
      inputs.flatMap((input) => input.points.flat()),
      [batch, count, 3],
    );
    const mask = tape.constant(
      inputs.flatMap((input) => input.mask ?? new Array(count).fill(1)),
      [batch, count],
    );
    const velocities = tape.constant(
      inputs.flatMap((input) => input.velocities.flat()),
      [batch, count, 3, 1],
    );
    const scalars = tape.constant(
      inputs.flatMap((input) => input.scalars),
      [batch, count, 1, 1],
    );
    const features = new Map([
      [0, scalars],
      [1, velocities],
    ]);
    const { output, states } = run(parameters.record(tape), options, {
      features,
      mask,
      edges: mutualEdges({ points, mask }),
    });
    const turned = (x: Tensor) => reshape(permute(x, [0, 1, 3, 2]), [x.size]);
    const found: Record<string, Tensor> = { output: turned(output.get(1) as Tensor) };
    for (const [l, own] of states[0] as ReadonlyMap<number, Tensor>) found[`degree ${l}`] = turned(own);
    return found;
  };
  const all = await evaluate(record);
  parameters.destroy();
  return inputs.map((_, input) =>
    Object.fromEntries(
      Object.entries(all).map(([key, values]) => {
        const size = values.length / batch;
        return [key, Array.from(values.subarray(input * size, (input + 1) * size))];
      }),
    ),
  ) as Answer[];
}

/** Features turned by the Wigner matrix of their degree; a reflection comes with (-1)^l. */
function turnedFeatures(flat: readonly number[], l: number, linear: readonly number[], flipped: boolean): number[] {
  const matrix = wignerMatrices(flipped ? linear.map((value) => -value) : linear, l)[l] as number[];
  const size = 2 * l + 1;
  const sign = flipped && l % 2 === 1 ? -1 : 1;
  return Array.from({ length: flat.length / size }, (_, row) =>
    Array.from({ length: size }, (__, a) =>
      Array.from(
        { length: size },
        (___, c) => sign * (matrix[a * size + c] as number) * (flat[row * size + c] as number),
      ).reduce((x, y) => x + y),
    ),
  ).flat();
}

const TURN = rigidMotion([0.5, 0.5, -0.5, 0.5] as unknown as Quaternion<number>, [3, -2, 1]);
const SKEW = rigidMotion([0.8, 0.2, -0.4, Math.sqrt(1 - 0.84)] as unknown as Quaternion<number>, [0.3, 0.1, -5]);
const MIRROR: Motion = { ...atRest, linear: [1, 0, 0, 0, -1, 0, 0, 0, 1] };

describe.each(Object.keys(networks) as (keyof typeof networks)[])("a network of fibres by %s", (name) => {
  test("turns every layer, degree by degree, with the input, at rounding", async () => {
    const input = drawn();
    const [given, ...moved] = await answers(name, "all", [input, movedBy(input, TURN), movedBy(input, SKEW)]);
    for (const [k, motion] of [TURN, SKEW].entries()) {
      for (const l of [0, 1, 2]) {
        const expected = turnedFeatures(given?.[`degree ${l}`] as number[], l, motion.linear, false);
        expect(relativeError(moved[k]?.[`degree ${l}`] as number[], expected), `degree ${l}`).toBeLessThan(1e-5);
      }
      const expected = turnedFeatures(given?.output as number[], 1, motion.linear, false);
      expect(relativeError(moved[k]?.output as number[], expected)).toBeLessThan(1e-5);
    }
  });

  test("holds mirror images with even parity, and visibly not without", async () => {
    const input = drawn();
    for (const parity of ["even", "all"] as const) {
      const [given, mirrored] = await answers(name, parity, [input, movedBy(input, MIRROR)]);
      const expected = turnedFeatures(given?.output as number[], 1, MIRROR.linear, true);
      const error = relativeError(mirrored?.output as number[], expected);
      if (parity === "even") expect(error).toBeLessThan(1e-5);
      else expect(error).toBeGreaterThan(0.05);
    }
  });

  test("follows points in another order, and what padding holds changes nothing", async () => {
    const input = drawn();
    const order = [2, 0, 3, 1];
    const reordered = {
      points: order.map((k) => input.points[k] as number[]),
      velocities: order.map((k) => input.velocities[k] as number[]),
      scalars: order.map((k) => input.scalars[k] as number),
    };
    const [given, other] = (await answers(name, "all", [input, reordered])) as [Answer, Answer];
    const size = given.output.length / POINTS;
    const expected = order.flatMap((k) => given.output.slice(k * size, (k + 1) * size));
    expect(relativeError(other.output, expected)).toBeLessThan(1e-5);

    const fewer = drawn(3);
    const [alone] = (await answers(name, "all", [fewer])) as [Answer];
    const padding = [Number.NaN, Number.NaN, Number.NaN];
    const padded = {
      points: [...fewer.points, padding],
      velocities: [...fewer.velocities, padding],
      scalars: [...fewer.scalars, Number.NaN],
      mask: [1, 1, 1, 0],
    };
    const [within] = (await answers(name, "all", [padded])) as [Answer];
    expect(relativeError(within.output.slice(0, 3 * size), alone.output)).toBeLessThan(1e-6);
  });

  test("has numbers for coincident points, for one that nobody is beside, and for one alone", async () => {
    const input = drawn();
    const coincident = { ...input, points: input.points.map((x, k) => (k < 2 ? [1, 1, 1] : x)) };
    const lonely = { ...input, mask: [1, 0, 0, 0] };
    for (const found of await answers(name, "all", [coincident, lonely])) {
      expect(found.output?.every(Number.isFinite)).toBe(true);
    }
    const [single] = await answers(name, "all", [drawn(1)]);
    expect(single?.output?.every(Number.isFinite)).toBe(true);
  });
});
