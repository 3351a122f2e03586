import "./particles.css";
import { lazy, Suspense } from "react";
import { measures } from "../../tasks/particles/measures.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { Motion } from "../panels/motion.tsx";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { ComparisonTable } from "./comparison.tsx";
import { useForecasts, useTruth } from "./futures.ts";
import { InTime } from "./in-time.tsx";
import { Particle } from "./particle.tsx";
import { PlayerBar } from "./player-bar.tsx";

/** As in the other task: three.js comes last. */
const Scene = lazy(async () => ({ default: (await import("./scene.tsx")).Scene }));

function Which() {
  const { trajectory } = useParts("trajectory");
  const tests = useConfig(({ config }) => config.tests);
  const value = ((trajectory - 1) % tests) + 1;
  // A start is a particle's of one system.
  return <Stepper name="system" value={value} max={tests} go={(to) => look({ trajectory: to, starts: "" })} />;
}

/** Learning how particles move: the true and the predicted future of a system, and what the models conserve. */
export function ParticlesPage() {
  const truth = useTruth();
  const forecasts = useForecasts();
  return (
    <>
      <section className="column input" aria-label="Input">
        <Suspense fallback={<div className="scene" />}>
          <Scene truth={truth} forecasts={forecasts} />
        </Suspense>
        <PlayerBar forecasts={forecasts} />
        <Motion>
          <Which />
        </Motion>
        <Particle truth={truth} />
      </section>
      <section className="column results" aria-label="Results">
        <ComparisonTable truth={truth} forecasts={forecasts} />
        <InTime forecasts={forecasts} />
        <Ladder />
        <OrbitChart />
        <LearningCurves {...measures} />
      </section>
    </>
  );
}
