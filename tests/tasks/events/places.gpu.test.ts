import { beforeAll, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { openEarthquakes } from "../../../src/data/earthquakes.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { parameterLayout } from "../../../src/tasks/events/network.ts";
import { type EventRequest, openEventProbe } from "../../../src/tasks/events/probe.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";

const { config } = parseLink("preset=earthquakes&history=8&width=8&heads=2&compare=none");

beforeAll(() =>
  openEarthquakes({
    read: async (name) => new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer()),
  }),
);

/** A turn about an axis that is none of the coordinates'. */
const turn: EventRequest = {
  task: "events",
  index: 3,
  shift: 0,
  rotation: [Math.cos(0.7), 0.6 * Math.sin(0.7), 0, 0.8 * Math.sin(0.7)],
  lift: "moved",
};

async function ask(change: Partial<Config>, request: Partial<EventRequest>) {
  const own = { ...config, ...change };
  const gpu = await testGpu();
  const layout = parameterLayout(own);
  const parameters = new Parameters(gpu.device, layout);
  parameters.write(Float32Array.from(normals(layout.size, "parameters of places", 0.5)));
  const probe = await openEventProbe(gpu, [{ config: own, parameters }]);
  const { models } = await probe.run({ ...turn, ...request });
  probe.destroy();
  parameters.destroy();
  return models[0] as (typeof models)[0];
}

test("neither a rotation of the globe nor a shift of time changes what a network of SO(3) x R says", async () => {
  expect((await ask({}, { shift: 40 })).change).toBeLessThan(1e-5);
});

test("frames that are drawn afresh change it, so places are seen", async () => {
  expect((await ask({}, { lift: "fresh" })).change).toBeGreaterThan(1e-3);
  expect((await ask({}, { lift: "left" })).change).toBeGreaterThan(1e-3);
});

test("without places the same network changes by nothing, and features of time see the clock", async () => {
  const blind = { epicentres: "none" } as const;
  expect((await ask(blind, { lift: "fresh" })).change).toBe(0);
  const seen = { ...blind, time_feature: "bochner", frequencies: 2 } as const;
  expect((await ask(seen, { shift: 40 })).change).toBeGreaterThan(1e-3);
});

test("no event attends to one after itself", async () => {
  const { attention } = await ask({}, {});
  const [map] = attention[0] as readonly Float32Array[];
  const n = Math.sqrt((map as Float32Array).length);
  for (let query = 0; query < n; query++) {
    for (let key = query + 1; key < n; key++) expect(map?.[query * n + key]).toBe(0);
  }
});
