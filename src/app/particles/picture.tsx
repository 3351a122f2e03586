import { Matrix4 } from "three";
import { fieldOf, type State } from "../../tasks/particles/systems.ts";
import { colourOf, type Palette } from "../palette.ts";
import { type Arrow, Arrows } from "../scene/arrows.tsx";
import { faded } from "../scene/faded.ts";
import { Instances } from "../scene/instances.tsx";
import { look, useParts } from "../stores/view-store.ts";
import { placeOf, radiusOf } from "./appearance.ts";
import { drawnOf, type Forecast, type Forecasts, type Truth } from "./futures.ts";
import { StartRings } from "./start-rings.tsx";
import { Trails } from "./trails.tsx";

/** Length of the strongest force on the way, in units of the picture. */
const LONGEST = 0.55;

interface BodiesProps {
  readonly state: State;
  readonly truth: Truth;
  readonly palette: Palette;
  /** In the plane, what lies over what. */
  readonly depth: number;
  /** Radius in the particles' own. */
  readonly size: number;
  /** Share of the background in the colour. */
  readonly faint: number;
}

/** Particles as balls, which look like discs from above. */
function Bodies({ state, truth: { system, unit }, palette, depth, size, faint }: BodiesProps) {
  const { dimension, masses } = system;
  const bodies = masses.map((mass, k) => {
    const place = placeOf(state, k, dimension, unit);
    const radius = place ? size * radiusOf(mass) : 0;
    const [x, y, z] = place ?? [0, 0, 0];
    const flat = dimension === 2;
    return {
      matrix: new Matrix4().makeScale(radius, radius, flat ? 1e-3 : radius).setPosition(x, y, flat ? depth : z),
      colour: faded(colourOf(k), palette.surface, faint),
    };
  });
  return (
    <Instances instances={bodies} onPick={(index) => look({ point: index })}>
      <sphereGeometry args={[1, 32, 20]} />
      {dimension === 2 ? <meshBasicMaterial toneMapped={false} /> : <meshLambertMaterial toneMapped={false} />}
    </Instances>
  );
}

/** The true force on every predicted particle, pale, and the learned one. */
function Forces({
  forecast,
  truth,
  time,
  palette,
}: {
  forecast: Forecast;
  truth: Truth;
  time: number;
  palette: Palette;
}) {
  const { system, unit, strongest } = truth;
  const { dimension } = system;
  const state = forecast.predicted[time] as State;
  const half = state.length / 2;
  const arrowsOf = (force: ArrayLike<number>, width: number, colour: (k: number) => string): Arrow[] =>
    Array.from({ length: half / dimension }, (_, k): Arrow | null => {
      const from = placeOf(state, k, dimension, unit);
      const vector = placeOf(force, k, dimension, strongest / LONGEST);
      const length = vector ? Math.hypot(...vector) : 0;
      if (!from || !vector || length === 0) return null;
      // Where a prediction ran away its forces would leave the picture too.
      const cut = Math.min(1, LONGEST / length);
      return { from, vector: [cut * vector[0], cut * vector[1], cut * vector[2]], width, colour: colour(k) };
    }).filter((arrow) => arrow !== null);
  const learned = forecast.forces.subarray(time * half, (time + 1) * half);
  return (
    <>
      <Arrows
        depth={dimension === 2 ? 0.02 : 0}
        arrows={arrowsOf(fieldOf(system)(state).subarray(half), 0.05, (k) => faded(colourOf(k), palette.surface, 0.7))}
      />
      <Arrows depth={dimension === 2 ? 0.12 : 0} arrows={arrowsOf(learned, 0.016, () => palette.ink)} />
    </>
  );
}

/** The true motion wide and pale, a model's prediction thin and strong over it, at one time of both. */
export function Contents({
  truth,
  forecasts,
  time,
  palette,
}: {
  truth: Truth;
  forecasts: Forecasts | null;
  time: number;
  palette: Palette;
}) {
  const { drawn, arrows } = useParts("drawn", "arrows");
  const { system, states, unit } = truth;
  const { dimension } = system;
  const state = states[Math.min(time, states.length - 1)];
  const forecast = forecasts ? drawnOf(forecasts, drawn) : undefined;
  const shared = { time, dimension, unit, palette };
  // A late answer is of another start: it stays, faint, until the next one comes.
  const faint = forecasts?.late ? 0.6 : 0;
  const shown = forecast && Math.min(time, forecast.predicted.length - 1);
  return (
    <>
      {state && (
        <>
          <Trails {...shared} states={states} width={7} strength={[0.36, 0.1]} />
          <Bodies truth={truth} palette={palette} state={state} depth={0.04} size={1.6} faint={0.6} />
        </>
      )}
      {forecast && forecasts && shown !== undefined && (
        <>
          <Trails
            {...shared}
            states={forecast.carried}
            width={3}
            strength={[0.8 * (1 - faint), 0.3 * (1 - faint)]}
            dashed
          />
          <Trails {...shared} states={forecast.predicted} width={1.6} strength={[1 - faint, 0.45 * (1 - faint)]} />
          {arrows === "shown" && !forecasts.late && (
            <Forces forecast={forecast} truth={truth} time={shown} palette={palette} />
          )}
          <Bodies
            truth={truth}
            palette={palette}
            state={forecast.predicted[shown] as State}
            depth={0.14}
            size={1}
            faint={faint}
          />
        </>
      )}
      <StartRings truth={truth} palette={palette} />
    </>
  );
}
