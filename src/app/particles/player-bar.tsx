import { viewFields } from "../../config/view.ts";
import { INTERVAL } from "../../tasks/particles/systems.ts";
import { ExactSlider } from "../panels/exact-slider.tsx";
import { Explain } from "../panels/explain.tsx";
import { look, useParts } from "../stores/view-store.ts";
import { drawnOf, type Forecasts } from "./futures.ts";
import { usePlayer, usePlaying, useTime } from "./player.ts";

/** What is drawn how. */
function Key({ forecasts }: { forecasts: Forecasts }) {
  const { drawn, arrows } = useParts("drawn", "arrows");
  const { title } = drawnOf(forecasts, drawn) ?? { title: "" };
  return (
    <ul className="key">
      <li className="wide">true motion</li>
      <li className="thin">{title}</li>
      <li className="dashes">
        <Explain term="unmoved, then moved">
          The model's prediction for the unmoved start, moved afterwards: the same if the model is equivariant.
        </Explain>
      </li>
      {arrows === "shown" && <li className="arrow">force: wide true, thin learned</li>}
    </ul>
  );
}

/** Plays the futures, goes to any time of theirs, and says how far they reach and whose is drawn. */
export function PlayerBar({ forecasts }: { forecasts: Forecasts | null }) {
  const { span, drawn, arrows } = useParts("span", "drawn", "arrows");
  const { playing, seek, toggle } = usePlayer();
  const time = useTime();
  usePlaying();
  const seconds = (state: number) => (state * INTERVAL).toFixed(2);
  const models = forecasts?.models ?? [];
  return (
    <section className="panel player" aria-label="Time">
      <div className="timeline">
        <button type="button" className="primary" onClick={toggle}>
          {playing ? "Pause" : "Play"}
        </button>
        <input
          type="range"
          min={0}
          max={span - 1}
          value={time}
          aria-label="Time"
          aria-valuetext={`state ${time + 1} of ${span}`}
          onChange={(event) => seek(event.target.valueAsNumber)}
        />
        <span className="number">
          t = {seconds(time)} of {seconds(span - 1)}
        </span>
      </div>
      <ExactSlider field={viewFields.span} value={span} onChange={(value) => look({ span: value })} />
      <div className="row">
        {models.length > 1 && (
          <span className="name">
            <label>
              <span>Drawn</span>
              <select value={drawn} onChange={(event) => look({ drawn: event.target.value as typeof drawn })}>
                {models.map(({ title }, k) => (
                  <option key={title} value={viewFields.drawn.options[k]}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
            <Explain beside={viewFields.drawn.label}>{viewFields.drawn.help}</Explain>
          </span>
        )}
        <span className="name">
          <label>
            <input
              type="checkbox"
              checked={arrows === "shown"}
              onChange={(event) => look({ arrows: event.target.checked ? "shown" : "hidden" })}
            />
            <span>Forces</span>
          </label>
          <Explain beside={viewFields.arrows.label}>{viewFields.arrows.help}</Explain>
        </span>
      </div>
      {forecasts && <Key forecasts={forecasts} />}
    </section>
  );
}
