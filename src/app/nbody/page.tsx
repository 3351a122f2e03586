import { lazy, Suspense } from "react";
import { measures } from "../../tasks/nbody/measures.ts";
import { Switches } from "../fibres/switches.tsx";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { Motion } from "../panels/motion.tsx";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { Ladder } from "../survey/ladder.tsx";
import { OrbitChart } from "../survey/orbit-chart.tsx";
import { Answers } from "./answers.tsx";
import { Kernels } from "./kernels.tsx";
import { Lead } from "./lead.tsx";
import { drawnOf, useLookedAt } from "./looked.ts";
import "./nbody.css";

/** As in the other tasks: three.js comes last. */
const Scene = lazy(async () => ({ default: (await import("./scene.tsx")).Scene }));

function Which() {
  const { trajectory } = useParts("trajectory");
  const tests = useConfig(({ config }) => config.tests);
  const value = ((trajectory - 1) % tests) + 1;
  return <Stepper name="system" value={value} max={tests} go={(to) => look({ trajectory: to })} />;
}

/** What the arrows of the picture are. */
function Key() {
  const looked = useLookedAt();
  const { drawn } = useParts("drawn");
  const colour = drawnOf(looked, drawn)?.colour ?? "accent";
  return (
    <ul className="key">
      <li className="plus">plus</li>
      <li className="minus">minus</li>
      <li className="wide">where it will be, pale</li>
      <li className={`said ${colour}`}>where the network says</li>
      <li className="before">what it said before the motion, moved</li>
    </ul>
  );
}

/** Where charged particles will be: one system, what all networks say, and how their features follow its motions. */
export function NbodyPage() {
  return (
    <>
      <section className="column input" aria-label="Input">
        <Lead />
        <Suspense fallback={<div className="scene" />}>
          <Scene />
        </Suspense>
        <Key />
        <Motion>
          <Which />
        </Motion>
        <Switches />
      </section>
      <section className="column results" aria-label="Results">
        <Answers />
        <Ladder />
        <OrbitChart />
        <Kernels />
        <LearningCurves {...measures} />
      </section>
    </>
  );
}
