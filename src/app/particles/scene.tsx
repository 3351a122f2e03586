import { usePalette } from "../palette.ts";
import { Handles } from "../scene/handles.tsx";
import { PlaneCanvas } from "../scene/plane-canvas.tsx";
import { SpaceCanvas } from "../scene/space-canvas.tsx";
import { Stage } from "../scene/stage.tsx";
import { Ring } from "../survey/ring.tsx";
import type { Forecasts, Truth } from "./futures.ts";
import { Contents } from "./picture.tsx";
import { usePlayer, useTime } from "./player.ts";

/** What the picture still waits for. */
function Hint({ truth: { late, refusal }, forecasts }: { truth: Truth; forecasts: Forecasts | null }) {
  if (refusal) return <p className="hint bad">{refusal}</p>;
  if (late) return <p className="hint">Following the true motion…</p>;
  if (!forecasts) return <p className="hint">Compiling the network for your GPU…</p>;
  return forecasts.late ? <p className="hint">Predicting…</p> : null;
}

/** True and predicted futures of a particle system, with handles that move it and rings that move a particle's start. */
export function Scene({ truth, forecasts }: { truth: Truth; forecasts: Forecasts | null }) {
  const palette = usePalette();
  const time = useTime();
  const toggle = usePlayer((state) => state.toggle);
  const dimension = truth.system.dimension as 2 | 3;
  const picture = <Contents truth={truth} forecasts={forecasts} time={time} palette={palette} />;
  return (
    <Stage
      dimension={dimension}
      label="Particles: their true motion, and what the model predicts. Space plays and pauses."
      onKey={(key) => {
        if (key !== " ") return false;
        toggle();
        return true;
      }}
    >
      {dimension === 2 ? (
        <PlaneCanvas palette={palette}>
          {picture}
          <Handles palette={palette} unit={truth.unit} />
          <Ring palette={palette} unit={truth.unit} />
        </PlaneCanvas>
      ) : (
        <SpaceCanvas palette={palette} unit={truth.unit}>
          {picture}
        </SpaceCanvas>
      )}
      <Hint truth={truth} forecasts={forecasts} />
    </Stage>
  );
}
