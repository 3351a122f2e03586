import { eventSources } from "../../config/event-sources.ts";
import { type View, viewFields } from "../../config/view.ts";
import { ExactSlider } from "../panels/exact-slider.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";

/** By how much the clock is shifted, and the globe turned, for the second question. */
export function Clock() {
  const { clock, rotate, pitch, lift } = useParts("clock", "rotate", "pitch", "lift");
  const { unit, placed } = useConfig(({ config }) => eventSources[config.events]);
  const sphere = useConfig(({ config }) => config.epicentres === "sphere");
  return (
    <section className="panel" aria-label="Clock">
      <h2>{placed ? "Shift the clock, turn the globe" : "Shift the clock"}</h2>
      <ExactSlider
        field={viewFields.clock}
        value={clock}
        unit={unit.symbol}
        onChange={(value) => look({ clock: value })}
      />
      {placed && (
        <>
          <ExactSlider
            field={viewFields.rotate}
            value={rotate}
            unit="°"
            onChange={(value) => look({ rotate: value })}
          />
          <ExactSlider field={viewFields.pitch} value={pitch} unit="°" onChange={(value) => look({ pitch: value })} />
        </>
      )}
      {placed && sphere && (
        <div className="row">
          <span className="name">
            <label>
              <span>Frames</span>
              <select value={lift} onChange={({ target }) => look({ lift: target.value as View["lift"] })}>
                <option value="moved">turn with the globe</option>
                <option value="fresh">drawn afresh</option>
                <option value="left">left as they are</option>
              </select>
            </label>
            <Explain beside="Frames">
              A place is lifted to the rotations that take the first axis there; which of them is drawn: the angle of a
              frame about its place. Frames that turn along leave every answer as it was; fresh ones change it by as
              much as training lets them.
            </Explain>
          </span>
        </div>
      )}
    </section>
  );
}
