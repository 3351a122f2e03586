import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { moveState, rigidMotion } from "../../../src/lie/motion.ts";
import { compare, statesIn } from "../../../src/tasks/particles/comparison.ts";
import { type Future, RollOutProgram } from "../../../src/tasks/particles/probe.ts";
import { testGpu } from "../../support/gpu.ts";
import { trainerOf } from "../../support/trainer.ts";

const { config } = parseLink(
  "preset=springs-quick&width=4&heads=2&kernel=2&batch=4&systems=4&tests=16&horizon=2&mlp_width=6&mlp_layers=2",
);

describe.each<Partial<Config>>([{ group: "SO2" }, { group: "RxSO2" }, { group: "O3", dimension: 3, samples: 2 }])(
  "particles lifted from their mean by %o",
  (change) => {
    const own = { ...config, ...change };

    test("are free where one is alone: it trains, and its motion is foreseen but for rounding", async () => {
      const trainer = await trainerOf(await testGpu(), { ...own, particles: 1 });
      for (let k = 0; k < 5; k++) trainer.submitStep();
      const losses = await trainer.readLosses();
      for (const { loss } of losses) expect(loss).toBeLessThan(1e-12);
      const { metrics } = await trainer.test();
      expect(metrics["5"]).toBeLessThan(1e-11);
      trainer.destroy();
    });

    test("have finite futures where one of three is at the mean", async () => {
      const gpu = await testGpu();
      const trainer = await trainerOf(gpu, { ...own, particles: 3 });
      const probe = await RollOutProgram.create(gpu, [trainer]);
      const at = (x: number) => [x, 0, 0].slice(0, own.dimension);
      const starts = [-0.5, 0, 0.5].map((x, k) => ({ particle: k + 1, at: at(x) }));
      const motion = rigidMotion([Math.cos(0.3), 0, 0, Math.sin(0.3)], [0.2, 0, 0]);
      const {
        system,
        models: [main],
      } = await probe.run({
        task: "particles",
        trajectory: 0,
        span: 11,
        starts,
        motion,
        lift: "moved",
      });
      const predicted = statesIn((main as Future).states, 11);
      const carried = statesIn((main as Future).given, 11).map((state) =>
        moveState(state, motion, own.dimension as 2 | 3),
      );
      const { change: moved } = compare(system, predicted, {
        predicted,
        carried,
        potential: (main as Future).potential,
      });
      expect(moved.every(Number.isFinite)).toBe(true);
      probe.destroy();
      trainer.destroy();
    });
  },
);
