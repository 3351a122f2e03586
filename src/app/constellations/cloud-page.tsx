import "./constellations.css";
import { lazy, type ReactNode, Suspense } from "react";
import { GroupChips } from "../panels/group-chips.tsx";
import { Motion } from "../panels/motion.tsx";
import { Results } from "../panels/results.tsx";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { AttentionPanel } from "./attention.tsx";
import { Learning } from "./learning.tsx";
import { Predictions } from "./predictions.tsx";
import { Which } from "./which.tsx";

/** Three.js is two thirds of the page's code: everything else shows before it has loaded. */
const Scene = lazy(async () => ({ default: (await import("./scene.tsx")).Scene }));

interface CloudPageProps {
  /** What to do, in a sentence. */
  readonly lead: ReactNode;
  /** What the page has below the choice of a group. */
  readonly children?: ReactNode;
}

/** A cloud and its moved copy, and what all networks tell of it. */
export function CloudPage({ lead, children }: CloudPageProps) {
  return (
    <>
      <section className="column input" aria-label="Input">
        {lead}
        <Suspense fallback={<div className="scene" />}>
          <Scene />
        </Suspense>
        <Motion>
          <Which />
        </Motion>
        <GroupChips />
        {children}
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
