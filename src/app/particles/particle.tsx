import type { NumericField } from "../../config/entry.ts";
import { real } from "../../config/field.ts";
import type { Config } from "../../config/schema.ts";
import { PLACES, withoutStart, withStart } from "../../config/starts.ts";
import { ExactSlider } from "../panels/exact-slider.tsx";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import type { Truth } from "./futures.ts";

/** What the coupling of a system is; gravitation couples by mass. */
const couplings: Readonly<Record<Config["system"], string | null>> = {
  springs: "spring factor",
  gravity: null,
  charges: "charge",
};

const axes = ["x", "y", "z"] as const;
const startOn = axes.map((axis) => {
  const help = `Where the particle starts along ${axis}, before the motion. Dragging its ring does the same.`;
  return real([`Start ${axis}`, help], -3, 3, 0.01, 0);
});

/** The chosen particle: what it is, and where it starts, as numbers beside dragging its ring. */
export function Particle({ truth }: { truth: Truth }) {
  const { point, starts } = useParts("point", "starts");
  const system = useConfig(({ config }) => config.system);
  const { dimension, masses, couplings: factors } = truth.system;
  const count = masses.length;
  const k = Math.min(point, count - 1);
  const without = withoutStart(starts, k + 1);
  // What was drawn has many more decimals than anyone reads.
  const places = without === starts ? 3 : PLACES;
  const at = Array.from(truth.start.subarray(k * dimension, (k + 1) * dimension), (value) =>
    Number(value.toFixed(places)),
  );
  const place = (axis: number, value: number) => look({ starts: withStart(starts, k + 1, at.with(axis, value)) });
  return (
    <section className="panel particle" aria-label="Particle">
      <div className="row">
        <Stepper name="particle" value={k + 1} max={count} go={(to) => look({ point: to - 1 })} />
        <span className="number">
          mass {masses[k]?.toFixed(2)}
          {couplings[system] && `, ${couplings[system]} ${factors[k]?.toFixed(2)}`}
        </span>
      </div>
      {at.map((value, axis) => (
        <ExactSlider
          // A particle's last entry says nothing of the next one's.
          key={`${k} ${axes[axis]}`}
          field={startOn[axis] as NumericField}
          value={value}
          onChange={(to) => place(axis, to)}
          remember={() => () => look({ starts })}
        />
      ))}
      <div className="row">
        <p className="note">Drag a ring in the picture to start a particle elsewhere.</p>
        <button type="button" disabled={without === starts} onClick={() => look({ starts: without })}>
          Put particle back
        </button>
      </div>
    </section>
  );
}
