import { describe, expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { waves } from "../../src/autograd/operations/waves.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";
import { declareGraphNetwork, graphNetwork } from "../../src/nn/graphs/network.ts";
import { declareGridNetwork, type GridNetworkOptions, gridNetwork } from "../../src/nn/grids/network.ts";
import type { Weights } from "../../src/nn/linear.ts";
import { declareLinformerOfPoints, linformerOfPoints } from "../../src/nn/linformer/network.ts";
import { ParameterLayout, Parameters } from "../../src/nn/parameters.ts";
import {
  declareEventNetwork,
  type EventNetworkOptions,
  eventNetwork,
  onTheLine,
} from "../../src/nn/time/event-network.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { initialise } from "../../src/tasks/initial.ts";
import { testGpu } from "../support/gpu.ts";

/** Results of a network with fresh parameters. */
async function results<Name extends string>(
  declare: (layout: ParameterLayout) => void,
  record: (tape: Tape, weights: Weights) => Record<Name, Tensor>,
): Promise<Record<Name, Float32Array>> {
  const gpu = await testGpu();
  const layout = new ParameterLayout();
  declare(layout);
  const parameters = new Parameters(gpu.device, layout);
  initialise(parameters, 5);
  const tape = new Tape(gpu.variants);
  const outputs = record(tape, parameters.record(tape));
  const program = await compile(gpu, outputs);
  program.run();
  const found = await program.read(...(Object.keys(outputs) as Name[]));
  program.destroy();
  parameters.destroy();
  return found;
}

const normals = (purpose: string, count: number) => {
  const random = new RandomStream(3, purpose);
  return Array.from({ length: count }, () => random.normal());
};

/** Largest difference over the largest entry. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const largest = Math.max(...Array.from(a, Math.abs));
  return Math.max(...Array.from(a, (value, k) => Math.abs(value - (b[k] as number)))) / largest;
};

/** Rows [n, width] in another order. */
const reordered = (rows: readonly number[], order: readonly number[], width: number) =>
  order.flatMap((from) => rows.slice(from * width, (from + 1) * width));

const ones = (tape: Tape, shape: readonly number[]) =>
  tape.constant(new Array(shape.reduce((a, b) => a * b, 1)).fill(1), [...shape]);

describe("graph pooling", () => {
  const NODES = 9;
  const WIDTH = 4;
  const features = normals("graph", NODES * WIDTH);
  const edges = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0, 5, 6, 6, 7, 7, 8, 2, 7];
  const adjacency = new Array<number>(NODES * NODES).fill(0);
  for (let k = 0; k < edges.length; k += 2) {
    const [u, v] = [edges[k] as number, edges[k + 1] as number];
    adjacency[u * NODES + v] = 1;
    adjacency[v * NODES + u] = 1;
  }
  const graphs = (tape: Tape, order: readonly number[], slots = NODES, junk = 0) => {
    const at = (k: number) => order[k];
    const own = Array.from({ length: slots * slots }, (_, k) => {
      const [u, v] = [at(Math.floor(k / slots)), at(k % slots)];
      return u === undefined || v === undefined ? junk : (adjacency[u * NODES + v] as number);
    });
    const rows = [...reordered(features, order, WIDTH), ...new Array((slots - NODES) * WIDTH).fill(junk)];
    return {
      features: tape.constant(rows, [1, slots, WIDTH]),
      adjacency: tape.constant(own, [1, slots, slots]),
      mask: tape.constant(
        Array.from({ length: slots }, (_, k) => Number(k < NODES)),
        [1, slots],
      ),
    };
  };
  const inOrder = Array.from({ length: NODES }, (_, k) => k);
  const order = new RandomStream(1, "order").shuffle([...inOrder]);

  test.each([
    ["hierarchical", "gcn", "published"],
    ["hierarchical", "gcn", "sized"],
    ["global", "gcn", "published"],
    ["hierarchical", "two_hop", "published"],
    ["hierarchical", "serial", "published"],
    ["hierarchical", "parallel", "published"],
  ] as const)(
    "%s, scored by %s, read out as %s, ignores the order of nodes, and padding whatever it holds",
    async (layout, score, readout) => {
      const pooling = { ratio: 0.5, score };
      const options = { layout, levels: 3, readout, hidden: 8, inputs: WIDTH, outputs: 3, pooling };
      const found = await results(
        (own) => declareGraphNetwork(own, options),
        (tape, weights) => ({
          given: graphNetwork(weights, options, graphs(tape, inOrder)).output,
          reordered: graphNetwork(weights, options, graphs(tape, order)).output,
          padded: graphNetwork(weights, options, graphs(tape, inOrder, NODES + 4, 1e6)).output,
        }),
      );
      expect(apart(found.given, found.reordered)).toBeLessThan(1e-5);
      expect(apart(found.given, found.padded)).toBeLessThan(1e-5);
    },
  );

  test("keeps half of the nodes each time, and with them the edges between", async () => {
    const options = {
      layout: "hierarchical",
      levels: 3,
      readout: "published",
      hidden: 8,
      inputs: WIDTH,
      outputs: 3,
      pooling: { ratio: 0.5, score: "gcn" },
    } as const;
    const found = await results(
      (own) => declareGraphNetwork(own, options),
      (tape, weights) => {
        const { levels } = graphNetwork(weights, options, graphs(tape, inOrder));
        const [first] = levels;
        return {
          kept: (first as (typeof levels)[0]).kept,
          adjacency: (first as (typeof levels)[0]).adjacency,
          last: (levels[2] as (typeof levels)[0]).kept,
        };
      },
    );
    expect(found.kept).toHaveLength(5);
    expect(found.last).toHaveLength(2);
    const kept = Array.from(found.kept);
    const between = kept.flatMap((u) => kept.map((v) => adjacency[u * NODES + v]));
    expect(Array.from(found.adjacency)).toEqual(between);
  });
});

describe("the Linformer on points", () => {
  const POINTS = 10;
  const points = normals("points", POINTS * 2);
  const order = new RandomStream(2, "order").shuffle(Array.from({ length: POINTS }, (_, k) => k));
  const answers = (projection: "learned" | "anchors" | "none") => {
    const options = {
      projection,
      sharing: "headwise",
      length: POINTS,
      slots: 4,
      heads: 2,
      width: 8,
      layers: 2,
      layerwise: false,
      activation: "swish",
      blockNorm: "layer_pre",
      pool: "mean",
      outputs: 3,
      inputs: 2,
    } as const;
    return results(
      (own) => declareLinformerOfPoints(own, options),
      (tape, weights) => {
        const answer = (rows: readonly number[]) =>
          linformerOfPoints(weights, options, tape.constant(rows, [1, POINTS, 2]), ones(tape, [1, POINTS])).output;
        return { given: answer(points), reordered: answer(reordered(points, order, 2)) };
      },
    );
  };

  test("sees the order of points with a learned projection, and with learned queries or none does not", async () => {
    const learned = await answers("learned");
    expect(apart(learned.given, learned.reordered)).toBeGreaterThan(1e-3);
    for (const projection of ["anchors", "none"] as const) {
      const { given, reordered: moved } = await answers(projection);
      expect(apart(given, moved)).toBeLessThan(1e-5);
    }
  });
});

describe("kernels of time", () => {
  const COUNT = 8;
  const times = Array.from({ length: COUNT }, (_, k) => 1.7 * k + 0.3 * Math.sin(5 * k));
  const size = { frequencies: 3, harmonics: 2, shortest: 1, longest: 20 };
  const options = (location: "bochner" | "mercer" | "net", feature: "none" | "bochner"): EventNetworkOptions => ({
    ...onTheLine,
    heads: 2,
    width: 8,
    hidden: 4,
    embed: 0,
    content: "dot",
    location,
    combine: "sum",
    normalise: "softmax",
    activation: "swish",
    blockNorm: "layer_pre",
    causal: true,
    kernelSize: size,
    layers: 2,
    types: 3,
    feature,
    featureSize: { ...size, frequencies: 2 },
  });
  const answers = (own: EventNetworkOptions) =>
    results(
      (layout) => declareEventNetwork(layout, own),
      (tape, weights) => {
        const answer = (shift: number, last = 1) => {
          const at = tape.constant(
            times.map((time) => time + shift),
            [1, COUNT],
          );
          const types = tape.constant(
            times.map((_, k) => (k === COUNT - 1 ? last : k % 3)),
            [1, COUNT],
          );
          return eventNetwork(weights, own, { types, times: at, queryTimes: at, mask: ones(tape, [1, COUNT]) }).output;
        };
        return { given: answer(0), shifted: answer(43.3), later: answer(0, 2) };
      },
    );

  test.each(["bochner", "mercer", "net"] as const)("%s: a shift of the clock changes nothing", async (location) => {
    const { given, shifted } = await answers(options(location, "none"));
    expect(apart(given, shifted)).toBeLessThan(1e-4);
  });

  test("features of time see the clock", async () => {
    const { given, shifted } = await answers(options("bochner", "bochner"));
    expect(apart(given, shifted)).toBeGreaterThan(1e-3);
  });

  test("no event sees what comes after it", async () => {
    const { given, later } = await answers(options("bochner", "none"));
    const before = (COUNT - 1) * 3;
    expect(apart(given.subarray(0, before), later.subarray(0, before))).toBe(0);
    expect(apart(given, later)).toBeGreaterThan(1e-3);
  });
});

describe("sums of waves", () => {
  test("and their derivatives are those of double precision, over many turns and slabs", async () => {
    const P = 9000;
    const [H, W] = [2, 3];
    const random = new RandomStream(4, "waves");
    const t = Array.from({ length: P }, () => 40 * (random.uniform() - 0.5));
    const rates = Array.from({ length: H * W }, () => Math.fround(random.uniform()));
    const amounts = Array.from({ length: H * W }, () => Math.fround(random.normal()));
    const cotangent = Array.from({ length: P * H }, () => Math.fround(random.normal()));
    const single = t.map(Math.fround);
    const gpu = await testGpu();
    const tape = new Tape(gpu.variants);
    const leaves = [tape.constant(single, [P]), tape.constant(rates, [H, W]), tape.constant(amounts, [H, W])] as const;
    const value = waves(...leaves);
    const loss = sum(multiply(value, tape.constant(cotangent, [P, H])));
    const [dt, dr, da] = gradients(loss, leaves) as [Tensor, Tensor, Tensor];
    const program = await compile(gpu, { value, dt, dr, da });
    program.run();
    const found = await program.read("value", "dt", "dr", "da");
    program.destroy();
    const expected = {
      value: new Float64Array(P * H),
      dt: new Float64Array(P),
      dr: new Float64Array(H * W),
      da: new Float64Array(H * W),
    };
    for (let p = 0; p < P; p++) {
      for (let w = 0; w < H * W; w++) {
        const h = Math.floor(w / W);
        const angle = 2 * Math.PI * (rates[w] as number) * (single[p] as number);
        const g = cotangent[p * H + h] as number;
        const slope = -2 * Math.PI * (amounts[w] as number) * Math.sin(angle) * g;
        expected.value[p * H + h] = (expected.value[p * H + h] as number) + (amounts[w] as number) * Math.cos(angle);
        expected.dt[p] = (expected.dt[p] as number) + (rates[w] as number) * slope;
        expected.dr[w] = (expected.dr[w] as number) + (single[p] as number) * slope;
        expected.da[w] = (expected.da[w] as number) + Math.cos(angle) * g;
      }
    }
    for (const name of ["value", "dt", "dr", "da"] as const) {
      expect(apart(expected[name], found[name]), name).toBeLessThan(2e-5);
    }
  });
});

describe("attention of grids", () => {
  const [T, L, M] = [5, 4, 3];
  const values = normals("grid", T * L * M);
  const visible = values.map((_, k) => Number(k % 7 !== 0));
  const places = normals("places", L * 2);
  const options = (codes: "none" | "measurement", station: "net" | "distance_net"): GridNetworkOptions => ({
    width: 8,
    heads: 2,
    layers: 2,
    hidden: 4,
    activation: "swish",
    location: { time: "bochner", station, measurement: "none" },
    dimension: 2,
    maskSlices: false,
    kernelSize: { frequencies: 3, harmonics: 0, shortest: 2, longest: 10 },
    codes,
    sizes: [T, L, M],
    guesses: null,
  });
  /** Entry (t, l, m) comes from another station. */
  const byStation = (grid: readonly number[], order: readonly number[]) =>
    grid.map((_, k) => {
      const [t, l, m] = [Math.floor(k / (L * M)), Math.floor(k / M) % L, k % M];
      return grid[(t * L + (order[l] as number)) * M + m] as number;
    });
  const answers = (own: GridNetworkOptions) =>
    results(
      (layout) => declareGridNetwork(layout, own),
      (tape, weights) => {
        const answer = (grid: readonly number[], seen: readonly number[], at: readonly number[], hour = 0) =>
          gridNetwork(weights, own, {
            values: tape.constant(grid, [1, T, L, M]),
            visible: tape.constant(seen, [1, T, L, M]),
            coordinates: {
              time: tape.constant(
                Array.from({ length: T }, (_, k) => k + hour),
                [T, 1],
              ),
              station: tape.constant(at, [L, 2]),
            },
          }).output;
        const order = [2, 0, 3, 1];
        const turned = Array.from({ length: L }, (_, k) => [
          0.6 * (places[2 * k] as number) - 0.8 * (places[2 * k + 1] as number) + 3,
          0.8 * (places[2 * k] as number) + 0.6 * (places[2 * k + 1] as number) - 1,
        ]).flat();
        return {
          given: answer(values, visible, places),
          later: answer(values, visible, places, 100),
          shifted: answer(
            values,
            visible,
            places.map((value, k) => value + (k % 2 === 0 ? 2 : -5)),
          ),
          turned: answer(values, visible, turned),
          stations: answer(byStation(values, order), byStation(visible, order), reordered(places, order, 2)),
          junk: answer(
            values.map((value, k) => (visible[k] ? value : 1e9)),
            visible,
            places,
          ),
        };
      },
    );

  test("follow the order of stations, and a shift of the map or the clock changes nothing, whatever is hidden", async () => {
    const found = await answers(options("measurement", "net"));
    const order = [2, 0, 3, 1];
    expect(apart(byStation(Array.from(found.given), order), found.stations)).toBeLessThan(1e-5);
    expect(apart(found.given, found.later)).toBeLessThan(1e-4);
    expect(apart(found.given, found.shifted)).toBeLessThan(1e-5);
    expect(apart(found.given, found.junk)).toBe(0);
    expect(apart(found.given, found.turned)).toBeGreaterThan(1e-4);
  });

  test("with distances a turn of the map changes nothing either", async () => {
    const found = await answers(options("none", "distance_net"));
    expect(apart(found.given, found.turned)).toBeLessThan(1e-5);
  });

  test("begin from a mean of what is guessed, which is all that a silent head leaves", async () => {
    const own = { ...options("measurement", "net"), guesses: { values: 2, others: 1 } };
    const guessed = (first: number, second: number) =>
      Array.from({ length: T * L * M }, (_, k) => [first, second, k % 2]).flat();
    const { alike, apart: between } = await results(
      (layout) => declareGridNetwork(layout, own),
      (tape, weights) => {
        // A head that says nothing of its own, and gives all guesses the same share.
        const silent = new Map([...weights, ["head", tape.constant(new Array(3 * 9).fill(0), [3 * 9])]]);
        const answer = (guesses: readonly number[]) =>
          gridNetwork(silent, own, {
            values: tape.constant(values, [1, T, L, M]),
            visible: tape.constant(visible, [1, T, L, M]),
            guesses: tape.constant(guesses, [1, T, L, M, 3]),
            coordinates: {
              time: tape.constant([0, 1, 2, 3, 4], [T, 1]),
              station: tape.constant(places, [L, 2]),
            },
          }).output;
        return { alike: answer(guessed(3, 3)), apart: answer(guessed(2, -1)) };
      },
    );
    for (const value of alike) expect(value).toBeCloseTo(3, 5);
    for (const value of between) expect(value).toBeCloseTo(0.5, 5);
  });
});
