import "./constellations.css";
import { lazy, Suspense } from "react";
import { GroupChips } from "../panels/group-chips.tsx";
import { Motion } from "../panels/motion.tsx";
import { Results } from "../panels/results.tsx";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { AttentionPanel } from "./attention.tsx";
import { Lead } from "./lead.tsx";
import { Learning } from "./learning.tsx";
import { Predictions } from "./predictions.tsx";
import { Which } from "./which.tsx";

/** Three.js is two thirds of the page's code: everything else shows before it has loaded. */
const Scene = lazy(async () => ({ default: (await import("./scene.tsx")).Scene }));

/** Counting shapes: the cloud and its moved copy, and what both models count in them. */
export function ConstellationsPage() {
  return (
    <>
      <section className="column input" aria-label="Input">
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
        <Predictions />
        <Ladder />
        <OrbitChart />
        <AttentionPanel />
        <Learning />
      </Results>
    </>
  );
}
