import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { type Motion, rigidMotion } from "../../../src/lie/motion.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { inspectedClouds } from "../../../src/tasks/clouds/inspection.ts";
import { constellations } from "../../../src/tasks/constellations/task.ts";
import { initialise } from "../../../src/tasks/initial.ts";
import { FIELD, type Inspection, type InspectionRequest } from "../../../src/tasks/inspection.ts";
import { InspectionProgram } from "../../../src/tasks/inspection-program.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";

const config: Config = {
  ...parseLink("preset=quick&layers=2&width=8&heads=2&kernel=4&samples=2&repeats=1").config,
  normalise: "softmax",
};

const motion: Motion = rigidMotion([Math.cos(0.4), 0, 0, Math.sin(0.4)], [0.3, -0.2, 0]);
const request: InspectionRequest = {
  task: "constellations",
  example: 1,
  motion,
  lift: "moved",
  point: 0,
  sample: 1,
  across: 0,
  up: 1,
  at: [],
};

async function inspect(change: Partial<Config> = {}, asked: Partial<InspectionRequest> = {}, trained = true) {
  const own = { ...config, ...change };
  const gpu = await testGpu();
  const layout = constellations.parameterLayout(own);
  const parameters = new Parameters(gpu.device, layout);
  if (trained) parameters.write(Float32Array.from(normals(layout.size, "parameters of an inspection", 0.5)));
  else initialise(parameters, own.seed);
  const program = await InspectionProgram.create(gpu, { config: own, parameters }, inspectedClouds(own));
  const found = await program.run({ ...request, ...asked });
  program.destroy();
  parameters.destroy();
  return found;
}

/** Numbers of a head among [L, M, H]. */
const of = (all: Float32Array, { sizes }: Inspection, layer: number, head: number): number[] => {
  const elements = sizes.points * sizes.samples;
  return Array.from({ length: elements }, (_, e) => all[(layer * elements + e) * sizes.heads + head] as number);
};

describe("the inside of attention", () => {
  test("points that are pooled away neither ask nor are asked after that", async () => {
    const { maps, mask, sizes } = await inspect({ kept: 0.5 });
    const { points, layers, heads } = sizes;
    expect(layers).toBe(2);
    const present = mask.filter((one) => one === 1).length;
    const cells = maps.moved.subarray(heads * points * points, (heads + 1) * points * points);
    const rows = Array.from({ length: points }, (_, q) => cells.subarray(q * points, (q + 1) * points));
    const asks = rows.map((row) => row.some((weight) => weight !== 0));
    expect(asks.filter(Boolean)).toHaveLength(Math.ceil(present / 2));
    rows.forEach((row, q) => {
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(asks[q] ? 1 : 0, 5);
      row.forEach((weight, key) => {
        if (!asks[key]) expect(weight).toBe(0);
      });
    });
  });

  test("weights of every point's row add up to one, and an absent point counts for nothing", async () => {
    const { maps, mask, sizes } = await inspect();
    const { points, layers, heads } = sizes;
    for (let map = 0; map < layers * heads; map++) {
      for (const q of [...mask.keys()].filter((k) => mask[k] === 1)) {
        const row = maps.moved.subarray((map * points + q) * points, (map * points + q + 1) * points);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        row.forEach((weight, key) => {
          if (mask[key] !== 1) expect(weight).toBe(0);
        });
      }
    }
  });

  test("a motion of the group changes no weight, another one does", async () => {
    /** The largest change of a weight between two points that are there. */
    const changeOf = ({ maps, mask, sizes: { points } }: Inspection) =>
      Math.max(
        ...maps.moved.map((weight, k) => {
          const there = mask[k % points] === 1 && mask[Math.floor(k / points) % points] === 1;
          return there ? Math.abs(weight - (maps.original[k] as number)) : 0;
        }),
      );
    expect(changeOf(await inspect())).toBeLessThan(1e-5);
    expect(changeOf(await inspect({ group: "T2", samples: 1 }, { sample: 0 }))).toBeGreaterThan(1e-3);
  });

  test("weights are the softmax of content and location together", async () => {
    const found = await inspect();
    const { content, location, weights, mask, sizes } = found;
    for (const [layer, head] of [
      [0, 0],
      [1, 1],
    ] as const) {
      const terms = [content, location].map((term) => of(term as Float32Array, found, layer, head));
      const there = (e: number) => mask[Math.floor(e / sizes.samples)] === 1;
      const powers = (terms[0] as number[]).map((value, e) =>
        there(e) ? Math.exp(value + (terms[1]?.[e] as number)) : 0,
      );
      const total = powers.reduce((sum, power) => sum + power, 0);
      of(weights, found, layer, head).forEach((weight, e) => {
        expect(weight).toBeCloseTo((powers[e] as number) / total, 5);
      });
    }
  });

  test("the picture of the location term has at the query what the query gives itself", async () => {
    const found = await inspect();
    const { field, query, sizes } = found;
    const middle = (FIELD * FIELD - 1) / 2;
    for (let layer = 0; layer < sizes.layers; layer++) {
      for (let head = 0; head < sizes.heads; head++) {
        const own = of(found.location as Float32Array, found, layer, head)[query.point * sizes.samples + query.sample];
        const map = layer * sizes.heads + head;
        expect(field?.now[map * FIELD * FIELD + middle]).toBeCloseTo(own as number, 5);
      }
    }
  });

  test("before training the picture is what training begins with", async () => {
    const fresh = await inspect({}, {}, false);
    expect(fresh.field?.now).toEqual(fresh.field?.before);
    const other = await inspect();
    expect(other.field?.before).toEqual(fresh.field?.before);
    expect(other.field?.now).not.toEqual(other.field?.before);
  });

  test("a slice elsewhere is another picture, across the angle too", async () => {
    const [here, turned, angles] = await Promise.all([
      inspect(),
      inspect({}, { at: [0, 0, 90] }),
      inspect({}, { across: 2, up: 0 }),
    ]);
    expect(turned.field?.now).not.toEqual(here.field?.now);
    const middle = (FIELD * FIELD - 1) / 2;
    expect(angles.field?.now[middle]).toBeCloseTo(here.field?.now[middle] as number, 5);
  });

  test("terms that are no single number are left out, and neighbours that are not attended to are zero", async () => {
    const raw = await inspect({ location: "raw", combine: "net" });
    expect([raw.location, raw.field]).toEqual([null, null]);
    const near = await inspect({ neighbours: 3 });
    const row = of(near.weights, near, 0, 0);
    expect(row.filter((weight) => weight !== 0).length).toBeLessThanOrEqual(3);
  });
});
