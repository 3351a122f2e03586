import "../constellations/constellations.css";
import { lazy, Suspense } from "react";
import { AttentionPanel } from "../constellations/attention.tsx";
import { Learning } from "../constellations/learning.tsx";
import { Predictions } from "../constellations/predictions.tsx";
import { Which } from "../constellations/which.tsx";
import { Switches } from "../fibres/switches.tsx";
import { GroupChips } from "../panels/group-chips.tsx";
import { Motion } from "../panels/motion.tsx";
import { Results } from "../panels/results.tsx";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { Lead } from "./lead.tsx";

/** As in the other tasks: three.js comes last. */
const Scene = lazy(async () => ({ default: (await import("../constellations/scene.tsx")).Scene }));

/** Scanned solids: one scan and its turned copy, what all networks take it for, and which motions they hold. */
export function ScansPage() {
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
        <Switches />
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
