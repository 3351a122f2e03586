import { presets } from "../config/presets.ts";
import { traitsOf } from "../config/tasks.ts";
import type { DataFiles } from "../data/data-files.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Measurement, Measurements } from "../gpu/variants.ts";
import { isFused } from "../lie/attention-terms.ts";
import { taskOf } from "../tasks/registry.ts";
import { Trainer } from "../training/trainer.ts";
import type { Outcome } from "./suite.ts";

/** Measurements of kernels that share variants, so that a table of them has few gaps. */
function families(measurements: Measurements): Measurements[] {
  const found: { names: Set<string>; measurements: Record<string, Measurement> }[] = [];
  for (const [key, measurement] of Object.entries(measurements)) {
    const names = Object.keys(measurement.milliseconds);
    let family = found.find((known) => names.some((name) => known.names.has(name)));
    if (!family) {
      family = { names: new Set(), measurements: {} };
      found.push(family);
    }
    for (const name of names) family.names.add(name);
    family.measurements[key] = measurement;
  }
  return found.map((family) => family.measurements);
}

/** Measures the kernels of all presets anew: milliseconds of every variant, and which one runs from now on. */
export const variantSuite = (files: DataFiles) =>
  async function* variants(gpu: Gpu): AsyncGenerator<Outcome> {
    gpu.variants.forget();
    for (const { config } of Object.values(presets)) {
      // Roll-outs are made of small products that workloads of this kind say little about, and so is what is not fused.
      if (traitsOf(config).potential || !isFused(config)) continue;
      await Trainer.autotune(gpu, await taskOf(config).open(config, files), config);
    }
    for (const measurements of families(gpu.variants.measurements)) {
      const rows = Object.entries(measurements);
      const names = [...new Set(rows.flatMap(([, { milliseconds }]) => Object.keys(milliseconds)))].sort();
      yield {
        report: { suite: "variants", adapter: gpu.adapterName, measurements },
        table: {
          title: `${names.join(", ")}: the one that runs, and milliseconds of each`,
          columns: ["runs", ...names],
          rows: rows.map(([name, { winner, milliseconds }]) => ({
            name,
            cells: [winner, ...names.map((variant) => milliseconds[variant] ?? null)],
          })),
          note: "Remembered for this adapter until a shader changes or you forget them.",
        },
      };
    }
  };
