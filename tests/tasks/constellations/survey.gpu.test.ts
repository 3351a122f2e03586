import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { atRest, type Motion, rigidMotion } from "../../../src/lie/motion.ts";
import { groups } from "../../../src/lie/registry.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { CloudProgram } from "../../../src/tasks/clouds/probe.ts";
import { openCloudSurvey } from "../../../src/tasks/clouds/survey.ts";
import { constellations } from "../../../src/tasks/constellations/task.ts";
import type { SurveyRequest } from "../../../src/tasks/survey.ts";
import type { Trained } from "../../../src/tasks/trained.ts";
import { bases } from "../../support/bases.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";

const SMALL = "preset=quick&layers=1&width=8&heads=2&kernel=4&repeats=1";
const { config } = parseLink(SMALL);

/** A network with weights at random, larger than training begins with so that places are felt. */
async function networkOf(change: Partial<Config>): Promise<Trained> {
  const own = { ...config, ...change };
  const layout = constellations.parameterLayout(own);
  const parameters = new Parameters((await testGpu()).device, layout);
  parameters.write(Float32Array.from(normals(layout.size, "parameters of a survey", 0.6)));
  return { config: own, parameters };
}

const turnBy = (degrees: number): Motion => {
  const half = (degrees * Math.PI) / 360;
  return rigidMotion([Math.cos(half), 0, 0, Math.sin(half)], [0, 0, 0]);
};
const request: SurveyRequest = { task: "constellations", example: 2, motion: atRest, lift: "moved", orbit: [] };

async function survey(networks: readonly Trained[], change: Partial<SurveyRequest>) {
  const program = await openCloudSurvey(await testGpu(), networks);
  const found = await program.run({ ...request, ...change });
  program.destroy();
  return found.networks;
}

const samplesOf = (name: string): number =>
  ({ SE2grid: 4, T2xD: 4, T3xTetra: 12, T3xOcta: 24, T3xIcosa: 60 })[name] ?? 1;

/** Every group that a config may name, with points where it acts. */
const all: [string, Partial<Config>][] = [
  ...groups
    .filter(({ pointDim }) => pointDim === 2 || pointDim === 3)
    .map(({ name, pointDim }): [string, Partial<Config>] => {
      const patterns = pointDim === 2 ? "L" : "pyramid";
      return [name, { group: name, patterns, samples: samplesOf(name) }];
    }),
  ...(["similarities", "shears"] as const).map((name): [string, Partial<Config>] => {
    const [generators, box] = bases[name];
    return [name, { group: "custom", generators, box, patterns: "L" }];
  }),
];

test.each(all)("%s: the meter reads rounding for the group's own elements, and more outside", async (_, change) => {
  const [{ ladder, outside } = { ladder: [], outside: null }] = await survey([await networkOf(change)], {});
  expect(outside).not.toBeNull();
  expect(ladder).toHaveLength(2);
  for (const rung of ladder) {
    expect(rung.floor).toBeLessThan(1e-5);
    expect(rung.own).toBeLessThan(2e-4);
    expect(rung.outside).toBeGreaterThan(10 * (rung.own as number));
  }
});

test.each(["attention", "gcn"] as const)(
  "points that are kept by %s scores are the same ones however they stand",
  async (kept_by) => {
    const network = await networkOf({ group: "SE2", layers: 2, samples: 2, kept: 0.5, kept_by });
    const [{ ladder } = { ladder: [] }] = await survey([network], {});
    expect(ladder).toHaveLength(3);
    for (const rung of ladder) {
      expect(rung.own).toBeLessThan(2e-4);
      expect(rung.outside).toBeGreaterThan(10 * (rung.own as number));
    }
  },
);

describe("the orbit", () => {
  test("holds what the probe answers for each of its motions, for every network", async () => {
    const networks = [await networkOf({ group: "T2" }), await networkOf({ model: "set-transformer", width: 8 })];
    const orbit = [0, 90, 135].map(turnBy);
    const found = await survey(networks, { orbit });
    const probe = await CloudProgram.create(await testGpu(), networks);
    for (const [k, motion] of orbit.entries()) {
      const answer = await probe.run({ task: "constellations", cloud: 2, motion, lift: "moved", point: 0 });
      answer.models.forEach(({ moved, change }, n) => {
        const own = found[n]?.orbit;
        const truth = moved.reduce((product, row, p) => product * (row[answer.labels[p] as number] as number), 1);
        expect(own?.truth[k]).toBeCloseTo(truth, 5);
        expect(own?.change[k]).toBeCloseTo(change, 5);
        const right = moved.every((row, p) => row.indexOf(Math.max(...row)) === answer.labels[p]);
        expect(own?.right[k]).toBe(right);
      });
    }
    expect(found[0]?.orbit.change[0]).toBe(0);
    expect(found[1]?.orbit.change[1]).toBeGreaterThan(1e-3);
    probe.destroy();
  });

  test("of a grid of four touches rounding at multiples of 90 degrees alone", async () => {
    const grid = await networkOf({ group: "SE2grid", samples: 4 });
    const [{ orbit } = { orbit: { change: [] as readonly number[] } }] = await survey([grid], {
      orbit: [0, 45, 90, 120, 180].map(turnBy),
    });
    const [none, eighth, quarter, third, half] = orbit.change as [number, number, number, number, number];
    for (const exact of [none, quarter, half]) expect(exact).toBeLessThan(1e-5);
    for (const between of [eighth, third]) expect(between).toBeGreaterThan(1e-4);
  });

  test("leaves rounding when samples are drawn afresh, not when they move along", async () => {
    const network = await networkOf({ group: "SE2" });
    const orbit = [turnBy(70)];
    const [moved] = await survey([network], { orbit });
    const [fresh] = await survey([network], { orbit, lift: "fresh" });
    expect(moved?.orbit.change[0]).toBeLessThan(1e-5);
    expect(fresh?.orbit.change[0]).toBeGreaterThan(1e-3);
  });
});
