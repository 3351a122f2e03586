import { expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { rigidMotion } from "../../../src/lie/motion.ts";
import { fromRotationVector } from "../../../src/lie/quaternion.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { openCloudSurvey } from "../../../src/tasks/clouds/survey.ts";
import { scans } from "../../../src/tasks/scans/task.ts";
import type { Trained } from "../../../src/tasks/trained.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";

const { config } = parseLink("preset=scans-quick&scanned=16&layers=1&channels=4&heads=1&width=8&kernel=4&compare=none");

async function networkOf(change: Partial<Config>): Promise<Trained> {
  const own = { ...config, ...change };
  const layout = scans.parameterLayout(own);
  const parameters = new Parameters((await testGpu()).device, layout);
  parameters.write(Float32Array.from(normals(layout.size, "parameters of scans", 0.4)));
  return { config: own, parameters };
}

const tilt = rigidMotion(fromRotationVector([0.9, 0, 0]), [0.2, 0.1, -0.3]);

/**
 * What each network of scans holds: whether a tilt changes its answer, and what does. Of scalars, kernels tell left from right
 * after two hidden layers at the earliest: (r x r') . r" takes three edges.
 */
const networks: [string, Partial<Config>, tilted: boolean, outside: string][] = [
  ["the SE(3)-Transformer", { layers: 2, places: "none" }, false, "mirror image"],
  ["with few edges, spread out", { layers: 2, places: "middle", nearest: 3, spread: 2 }, false, "mirror image"],
  ["with the vertical told", { places: "upright" }, true, "tilt"],
  ["the tensor field network of even parity", { model: "tensor-field", parity: "even" }, false, "stretch"],
  ["the LieTransformer on SE(2) x R", { model: "lietransformer", group: "SE2xR" }, true, "tilt"],
  ["the LieTransformer on SE(3)", { model: "lietransformer" }, false, "mirror image"],
];

test.each(networks)("%s holds its own motions and no others", async (_, change, tilted, outsideName) => {
  const program = await openCloudSurvey(await testGpu(), [await networkOf(change)]);
  const found = await program.run({ task: "scans", example: 1, motion: tilt, lift: "moved", orbit: [] });
  program.destroy();
  const [{ ladder, outside } = { ladder: [], outside: null }] = found.networks;
  expect(outside).toBe(outsideName);
  const { own, moved, outside: changed } = ladder.at(-1) as (typeof ladder)[0];
  expect(own).toBeLessThan(1e-4);
  expect(changed).toBeGreaterThan(20 * (own as number));
  if (tilted) expect(moved).toBeGreaterThan(20 * (own as number));
  else expect(moved).toBeLessThan(1e-4);
});
