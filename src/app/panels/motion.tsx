import { useId } from "react";
import { dimensionOf } from "../../config/schema.ts";
import { type View, viewFields } from "../../config/view.ts";
import { liftsRandomly } from "../../lie/group.ts";
import { groupOf } from "../../lie/registry.ts";
import { useConfig } from "../stores/config-store.ts";
import { useView } from "../stores/view-store.ts";

type MotionName = "rotate" | "yaw" | "pitch" | "x" | "y" | "z";
const units: Record<MotionName, string> = { rotate: "°", yaw: "°", pitch: "°", x: "", y: "", z: "" };
const motions: Readonly<Record<2 | 3, readonly MotionName[]>> = {
  2: ["rotate", "x", "y"],
  3: ["rotate", "yaw", "pitch", "x", "y", "z"],
};
const still = { rotate: 0, yaw: 0, pitch: 0, x: 0, y: 0, z: 0 };

/** A slider with a box for the exact value beside it. */
function ExactSlider({ name }: { name: MotionName }) {
  const value = useView((state) => state[name]);
  const look = useView((state) => state.look);
  const { label, help, range } = viewFields[name];
  const id = useId();
  const set = (text: string) => text !== "" && look({ [name]: Number(text) } as Partial<View>);
  return (
    <div className="exact" title={help}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type="range" {...range} value={value} onChange={(event) => set(event.target.value)} />
      <span className="unit-box">
        <input
          type="number"
          {...range}
          value={value}
          aria-label={`${label}, exact value`}
          onChange={(event) => set(event.target.value)}
        />
        {units[name]}
      </span>
    </div>
  );
}

/** The motion applied to the input, and which cloud it is applied to. */
export function Motion() {
  const { cloud, lift, needles, look } = useView();
  const config = useConfig((state) => state.config);
  const dimension = dimensionOf(config);
  const group = groupOf(config);
  const sampled = config.model === "lietransformer" && group.stabiliser !== "trivial";
  const random = sampled && liftsRandomly(group);
  return (
    <section className="panel motion" aria-label="Motion of the input">
      <div className="sliders" data-dimension={dimension}>
        {motions[dimension].map((name) => (
          <ExactSlider key={name} name={name} />
        ))}
      </div>
      <div className="row">
        <fieldset className="stepper" aria-label="Test cloud">
          <button
            type="button"
            aria-label="Previous cloud"
            disabled={cloud === 1}
            onClick={() => look({ cloud: cloud - 1 })}
          >
            ‹
          </button>
          <span className="number">Cloud {((cloud - 1) % config.tests) + 1}</span>
          <button
            type="button"
            aria-label="Next cloud"
            disabled={cloud >= config.tests}
            onClick={() => look({ cloud: cloud + 1 })}
          >
            ›
          </button>
        </fieldset>
        {random && (
          <label title={viewFields.lift.help}>
            <span>Lift</span>
            <select value={lift} onChange={(event) => look({ lift: event.target.value as View["lift"] })}>
              <option value="moved">moves with the input</option>
              <option value="fresh">drawn afresh</option>
            </select>
          </label>
        )}
        {sampled && (
          <label title={viewFields.needles.help}>
            <input
              type="checkbox"
              checked={needles === "shown"}
              onChange={(event) => look({ needles: event.target.checked ? "shown" : "hidden" })}
            />
            <span>{dimension === 2 ? "Needles" : "Triads"}</span>
          </label>
        )}
        <button type="button" onClick={() => look(still)}>
          Put back
        </button>
      </div>
    </section>
  );
}
