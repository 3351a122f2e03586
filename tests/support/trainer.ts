import type { Config } from "../../src/config/schema.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { taskOf } from "../../src/tasks/registry.ts";
import { Trainer } from "../../src/training/trainer.ts";

/** A trainer of a config by itself, on data of its own. */
export const trainerOf = async (gpu: Gpu, config: Config): Promise<Trainer> =>
  Trainer.create(gpu, await taskOf(config).open(config), config);
