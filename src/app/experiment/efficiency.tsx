import type { Result } from "../../experiments/study.ts";
import { EfficiencyChart } from "./efficiency-chart.tsx";

/** The curves of data efficiency, with what they are read off. */
export function Efficiency({ results }: { results: readonly Result[] }) {
  return (
    <section className="panel" aria-label="Curves">
      <h2>Error by number of training systems</h2>
      <EfficiencyChart results={results} />
      <p className="note">
        Dashed: read off the paper&apos;s plot to 15 %, for networks of its size (842 000 parameters) and 200 epochs.
      </p>
    </section>
  );
}
