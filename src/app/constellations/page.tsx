import "./constellations.css";
import { lazy, Suspense } from "react";
import { GroupChips } from "../panels/group-chips.tsx";
import { Motion } from "../panels/motion.tsx";
import { Views } from "../panels/views.tsx";
import { useParts } from "../stores/view-store.ts";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { AttentionPanel } from "./attention.tsx";
import { Lead } from "./lead.tsx";
import { Learning } from "./learning.tsx";
import { Predictions } from "./predictions.tsx";
import { Which } from "./which.tsx";

/** Three.js is two thirds of the page's code: everything else shows before it has loaded. */
const Scene = lazy(async () => ({ default: (await import("./scene.tsx")).Scene }));

/** Its drawings, formulas and shaders load when they are looked at. */
const Laboratory = lazy(async () => ({ default: (await import("../laboratory/laboratory.tsx")).Laboratory }));

/** Counting shapes: the cloud and its moved copy, and what both models count in them. */
export function ConstellationsPage() {
  const { show } = useParts("show");
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
      <section className="column results" aria-label="Results">
        <Views />
        {show === "laboratory" ? (
          <Suspense fallback={<p className="note">Loading…</p>}>
            <Laboratory />
          </Suspense>
        ) : (
          <>
            <Predictions />
            <Ladder />
            <OrbitChart />
            <AttentionPanel />
            <Learning />
          </>
        )}
      </section>
    </>
  );
}
