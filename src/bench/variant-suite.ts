import { presets } from "../config/presets.ts";
import { traitsOf } from "../config/tasks.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Verdict, Verdicts } from "../gpu/variants.ts";
import { taskOf } from "../tasks/registry.ts";
import { Trainer } from "../training/trainer.ts";
import type { Outcome } from "./suite.ts";

/** Verdicts whose contests share variants, so that a table of them has few gaps. */
function families(verdicts: Verdicts): Verdicts[] {
  const found: { names: Set<string>; verdicts: Record<string, Verdict> }[] = [];
  for (const [contest, verdict] of Object.entries(verdicts)) {
    const names = Object.keys(verdict.milliseconds);
    let family = found.find((known) => names.some((name) => known.names.has(name)));
    if (!family) {
      family = { names: new Set(), verdicts: {} };
      found.push(family);
    }
    for (const name of names) family.names.add(name);
    family.verdicts[contest] = verdict;
  }
  return found.map((family) => family.verdicts);
}

/**
 * Holds all contests of all presets anew: milliseconds of every variant of every kernel, and which one runs from now on.
 */
export async function* variantSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  gpu.variants.forget();
  for (const { config } of Object.values(presets)) {
    // Roll-outs are made of small products that trials of this kind say little about.
    if (traitsOf(config).potential) continue;
    await Trainer.decideVariants(gpu, await taskOf(config).open(config), config);
  }
  for (const verdicts of families(gpu.variants.verdicts)) {
    const rows = Object.entries(verdicts);
    const names = [...new Set(rows.flatMap(([, { milliseconds }]) => Object.keys(milliseconds)))].sort();
    yield {
      report: { suite: "variants", adapter: gpu.adapterName, verdicts },
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
}
