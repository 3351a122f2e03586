import type { ReactNode } from "react";
import { coordinatesOf, withCoordinate } from "../../config/coordinates.ts";
import { real } from "../../config/field.ts";
import { lifts } from "../../config/models.ts";
import { anglesOf, generatorsOf, type MotionView } from "../../config/motion.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { defaultView, type View, viewFields } from "../../config/view.ts";
import { drawMotionOf, holdsMotions } from "../../lie/membership.ts";
import { groupOf } from "../../lie/registry.ts";
import { nearestSimilarity, quaternionOf } from "../../lie/similarity.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { useConfig } from "../stores/config-store.ts";
import { coarse, look, useMotion, useParts } from "../stores/view-store.ts";
import { ExactSlider } from "./exact-slider.tsx";
import { Explain } from "./explain.tsx";

type SliderName = "rotate" | "yaw" | "pitch" | "x" | "y" | "z" | "scale";
const units: Readonly<Record<SliderName, string>> = {
  rotate: "°",
  yaw: "°",
  pitch: "°",
  x: "",
  y: "",
  z: "",
  scale: "×",
};
const sliders: Readonly<Record<2 | 3, readonly SliderName[]>> = {
  2: ["rotate", "x", "y", "scale"],
  3: ["rotate", "yaw", "pitch", "scale", "x", "y", "z"],
};

/** The input where it was: what else the view looks at stays. */
const { mirror, scale, along } = defaultView;
const still: MotionView = { rotate: 0, yaw: 0, pitch: 0, x: 0, y: 0, z: 0, mirror, scale, along };

/** How far a slider goes along a generator, either way. */
const REACH = 2;

/** A random element of the group that a network lifts to, as the view can show it. */
function randomMotion(config: Config): Partial<View> {
  const dimension = dimensionOf(config);
  const generators = generatorsOf(config);
  const random = new RandomStream(Math.floor(Math.random() * 2 ** 32), "motion of the input");
  const { linear, shift } = drawMotionOf(groupOf(config), config.samples, random);
  const [x, y, z] = shift as [number, number, number];
  if (generators.length > 0) {
    const along = generators.map(() => Number((random.uniform() - 0.5).toFixed(2)));
    return coarse({ ...still, x, y, z, along: along.join(";") });
  }
  const { scale, rotation, flipped } = nearestSimilarity(linear, dimension);
  // In space an inversion is the mirror image of y, and half a turn about its axis.
  const turn = dimension === 3 && flipped ? rotation.map((value, k) => (k % 3 === 1 ? value : -value)) : rotation;
  const [w, qx, qy, qz] = quaternionOf(turn);
  // Rotations of a grid or a solid are what they are: whole degrees may miss them.
  const finite = groupOf(config).stabiliser.kind === "finite";
  const angles = anglesOf([qx, qy, qz, w]);
  const rest = coarse({ ...still, x, y, z, scale, mirror: flipped ? "yes" : "no" });
  return { ...rest, ...(finite ? angles : coarse(angles)) };
}

/** Sliders for the coordinates along a custom group's generators. */
function Along({ count }: { count: number }) {
  const { along } = useParts("along");
  const { help } = viewFields.along;
  return coordinatesOf(along, count).map((value, k) => (
    <ExactSlider
      // biome-ignore lint/suspicious/noArrayIndexKey: generators are told apart by their number.
      key={k}
      field={real([`Generator ${k + 1}`, help], -REACH, REACH, 0.01, 0)}
      value={value}
      onChange={(to) => look({ along: withCoordinate(along, count, k, to) })}
    />
  ));
}

/** The motion applied to the input, and beside it, as children, which input that is. */
export function Motion({ children }: { children: ReactNode }) {
  const view = useMotion();
  const { lift } = useParts("lift");
  const config = useConfig((state) => state.config);
  const dimension = dimensionOf(config);
  const sampled = lifts(config) && groupOf(config).stabiliser.kind === "random";
  return (
    <section className="panel motion" aria-label="Motion of the input">
      <div className="sliders" data-dimension={dimension}>
        {sliders[dimension].map((name) => (
          <ExactSlider
            key={name}
            field={viewFields[name]}
            value={view[name]}
            unit={units[name]}
            onChange={(value) => look({ [name]: value })}
          />
        ))}
        <Along count={generatorsOf(config).length} />
      </div>
      <div className="row">
        <span className="name">
          <label>
            <input
              type="checkbox"
              checked={view.mirror === "yes"}
              onChange={({ target }) => look({ mirror: target.checked ? "yes" : "no" })}
            />
            <span>Mirror image</span>
          </label>
          <Explain beside="Mirror image">{viewFields.mirror.help}</Explain>
        </span>
        {sampled && (
          <span className="name">
            <label>
              <span>Lift</span>
              <select value={lift} onChange={(event) => look({ lift: event.target.value as View["lift"] })}>
                <option value="moved">moves with the input</option>
                <option value="fresh">drawn afresh</option>
                <option value="left">left as it is</option>
              </select>
            </label>
            <Explain beside={viewFields.lift.label}>{viewFields.lift.help}</Explain>
          </span>
        )}
        <span className="buttons">
          {lifts(config) && holdsMotions(groupOf(config)) && (
            <button type="button" onClick={() => look(randomMotion(config))}>
              Random of {config.group}
            </button>
          )}
          <button type="button" onClick={() => look(still)}>
            Reset motion
          </button>
        </span>
      </div>
      <div className="row">{children}</div>
    </section>
  );
}
