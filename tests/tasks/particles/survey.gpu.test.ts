import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { atRest, type Motion, rigidMotion } from "../../../src/lie/motion.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { openMotionSurvey } from "../../../src/tasks/particles/survey.ts";
import { particles } from "../../../src/tasks/particles/task.ts";
import type { SurveyRequest } from "../../../src/tasks/survey.ts";
import type { Trained } from "../../../src/tasks/trained.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";

const { config } = parseLink(
  "preset=springs-quick&particles=3&layers=1&width=8&heads=2&kernel=4&mlp_width=8&mlp_layers=2",
);

/** A network with weights at random. */
async function networkOf(change: Partial<Config>): Promise<Trained> {
  const own = { ...config, ...change };
  const layout = particles.parameterLayout(own);
  const parameters = new Parameters((await testGpu()).device, layout);
  parameters.write(Float32Array.from(normals(layout.size, "parameters of a forecast", 0.4)));
  return { config: own, parameters };
}

const turn: Motion = rigidMotion([Math.cos(0.5), 0, 0, Math.sin(0.5)], [0, 0, 0]);
const request: SurveyRequest = { task: "particles", example: 1, motion: turn, lift: "moved", orbit: [atRest, turn] };

async function survey(networks: readonly Trained[], change: Partial<SurveyRequest> = {}) {
  const program = await openMotionSurvey(await testGpu(), networks);
  const found = await program.run({ ...request, ...change });
  program.destroy();
  return found.networks;
}

describe("how far forecasts follow an orbit", () => {
  test("of SE(2) to rounding, of T(2) and the plain net not, where the start is turned", async () => {
    const networks = await Promise.all([
      networkOf({ group: "SE2" }),
      networkOf({ group: "T2" }),
      networkOf({ model: "hfc" }),
    ]);
    const [se2, t2, plain] = await survey(networks);
    const rung = (network: typeof se2) => network?.ladder[0];
    expect(rung(se2)?.moved).toBeLessThan(2e-5);
    expect(rung(se2)?.own).toBeLessThan(2e-5);
    expect(rung(t2)?.moved).toBeGreaterThan(1e-4);
    expect(rung(t2)?.own).toBeLessThan(2e-5);
    expect(rung(plain)?.moved).toBeGreaterThan(1e-4);
    expect(rung(plain)?.own).toBeNull();
    // At rest nothing changes, and the second motion of the orbit is that of now.
    for (const network of [se2, t2, plain]) {
      expect(network?.orbit.change[0]).toBeLessThan(1e-6);
      expect(network?.orbit.change[1]).toBe(rung(network)?.moved);
    }
    expect(se2?.orbit.right).toEqual([true, true]);
  });

  test("rounding is measured by another order of particles where a network cannot tell them apart, and is none where it can", async () => {
    const [se2, plain] = await survey([await networkOf({ group: "SE2" }), await networkOf({ model: "hfc" })]);
    expect(se2?.ladder[0]?.floor).toBeLessThan(2e-5);
    expect(plain?.ladder[0]?.floor).toBe(0);
  });

  test("another start is another survey", async () => {
    const network = await networkOf({ group: "T2" });
    const [drawn] = await survey([network]);
    const [moved] = await survey([network], { starts: [{ particle: 1, at: [0.4, -0.7] }] });
    expect(moved?.ladder[0]?.moved).not.toBe(drawn?.ladder[0]?.moved);
  });
});
