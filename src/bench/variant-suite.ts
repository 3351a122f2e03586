import { presets } from "../config/presets.ts";
import type { Gpu } from "../gpu/device.ts";
import { Trainer } from "../training/trainer.ts";
import type { Outcome } from "./suite.ts";

/**
 * Holds all contests of all presets anew: milliseconds of every variant of every kernel, and which one runs from now on.
 */
export async function* variantSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  gpu.variants.forget();
  for (const { config } of Object.values(presets)) {
    // Roll-outs are made of small products that trials of this kind say little about.
    if (config.task === "constellations") await Trainer.decideVariants(gpu, config);
  }
  const verdicts = Object.entries(gpu.variants.verdicts);
  const names = [...new Set(verdicts.flatMap(([, { milliseconds }]) => Object.keys(milliseconds)))];
  yield {
    report: { suite: "variants", adapter: gpu.adapterName, verdicts: gpu.variants.verdicts },
    table: {
      title: "Kernel variants, and the one that runs",
      columns: [...names.map((name) => `${name}, ms`), "runs"],
      rows: verdicts.map(([name, { winner, milliseconds }]) => ({
        name,
        cells: [...names.map((variant) => milliseconds[variant] ?? null), winner],
      })),
      note: "Remembered for this adapter until a shader changes or you forget them.",
    },
  };
}
