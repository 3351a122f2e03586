import type { ReactNode } from "react";
import { lifts } from "../../config/models.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { type View, viewFields } from "../../config/view.ts";
import { groupOf } from "../../lie/registry.ts";
import { useConfig } from "../stores/config-store.ts";
import { look, useMotion, useParts } from "../stores/view-store.ts";
import { ExactSlider } from "./exact-slider.tsx";
import { Explain } from "./explain.tsx";

type MotionName = "rotate" | "yaw" | "pitch" | "x" | "y" | "z";
const units: Record<MotionName, string> = { rotate: "°", yaw: "°", pitch: "°", x: "", y: "", z: "" };
const motions: Readonly<Record<2 | 3, readonly MotionName[]>> = {
  2: ["rotate", "x", "y"],
  3: ["rotate", "yaw", "pitch", "x", "y", "z"],
};
const still = { rotate: 0, yaw: 0, pitch: 0, x: 0, y: 0, z: 0 };

/** The motion applied to the input, and beside it, as children, which input that is. */
export function Motion({ children }: { children: ReactNode }) {
  const view = useMotion();
  const { lift } = useParts("lift");
  const config = useConfig((state) => state.config);
  const dimension = dimensionOf(config);
  const random = lifts(config) && groupOf(config).stabiliser.kind === "random";
  return (
    <section className="panel motion" aria-label="Motion of the input">
      <div className="sliders" data-dimension={dimension}>
        {motions[dimension].map((name) => (
          <ExactSlider
            key={name}
            field={viewFields[name]}
            value={view[name]}
            unit={units[name]}
            onChange={(value) => look({ [name]: value })}
          />
        ))}
      </div>
      <div className="row">
        {children}
        {random && (
          <span className="name">
            <label>
              <span>Lift</span>
              <select value={lift} onChange={(event) => look({ lift: event.target.value as View["lift"] })}>
                <option value="moved">moves with the input</option>
                <option value="fresh">drawn afresh</option>
              </select>
            </label>
            <Explain beside={viewFields.lift.label}>{viewFields.lift.help}</Explain>
          </span>
        )}
        <button type="button" onClick={() => look(still)}>
          Put back
        </button>
      </div>
    </section>
  );
}
