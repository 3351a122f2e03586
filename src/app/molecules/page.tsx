import "./molecules.css";
import { lazy, Suspense } from "react";
import { openQm9 } from "../../data/qm9.ts";
import { measuresOf } from "../../tasks/molecules/measures.ts";
import { pageFiles, useOpening } from "../data.ts";
import { GroupChips } from "../panels/group-chips.tsx";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { Motion } from "../panels/motion.tsx";
import { Results } from "../panels/results.tsx";
import { useConfig } from "../stores/config-store.ts";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { Answers } from "./answers.tsx";
import { AttentionPanel } from "./attention.tsx";
import { Lead } from "./lead.tsx";
import { TestSet } from "./test-set.tsx";
import { Which } from "./which.tsx";

/** As in the other tasks: three.js comes last. */
const Scene = lazy(async () => ({ default: (await import("./scene.tsx")).Scene }));

/** Learning properties of molecules: one in space, what all networks predict of it, and of those they have not seen. */
export function MoleculesPage() {
  const config = useConfig((state) => state.config);
  const problem = useOpening(config.molecules, (extent) => openQm9(extent, pageFiles));
  return (
    <>
      <section className="column input" aria-label="Input">
        {problem && (
          <p className="panel bad" role="alert">
            {problem}
          </p>
        )}
        <Lead />
        <Suspense fallback={<div className="scene" />}>
          <Scene />
        </Suspense>
        <Motion>
          <Which />
        </Motion>
        <GroupChips />
      </section>
      <Results>
        <Answers />
        <Ladder />
        <OrbitChart />
        <AttentionPanel />
        <TestSet />
        <LearningCurves {...measuresOf(config)} />
      </Results>
    </>
  );
}
