import { axisX, axisY, binX, dot, frame, line, pointer, rectY, ruleX } from "@observablehq/plot";
import { useCallback, useState } from "react";
import { targets } from "../../molecules/targets.ts";
import type { Overview } from "../../tasks/overview.ts";
import { figure } from "../../text/figure.ts";
import { engine } from "../engine/engine.ts";
import { reportFailure } from "../engine/looking.ts";
import { Drawing } from "../laboratory/drawing.tsx";
import { type Palette, usePalette } from "../palette.ts";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { look } from "../stores/view-store.ts";

interface Dot {
  readonly id: number;
  readonly truth: number;
  readonly answer: number;
}

interface DrawnProps {
  readonly dots: readonly Dot[];
  readonly colour: string;
  readonly palette: Palette;
  readonly unit: string;
  readonly title: string;
}

/** Predictions over what QM9 computed; a dot is a molecule. */
function Scatter({ dots, colour, palette, unit, title }: DrawnProps) {
  const options = useCallback(
    (width: number) => {
      const all = dots.flatMap(({ truth, answer }) => [truth, answer]);
      const [least, most] = [Math.min(...all), Math.max(...all)];
      return {
        width,
        height: Math.min(width, 360),
        marginLeft: 48,
        marginBottom: 34,
        x: { domain: [least, most] },
        y: { domain: [least, most] },
        marks: [
          line(
            [
              [least, least],
              [most, most],
            ],
            { stroke: palette.muted, strokeDasharray: "3 4" },
          ),
          dot(dots, { x: "truth", y: "answer", r: 2.6, fill: colour, fillOpacity: 0.55 }),
          dot(dots, pointer({ x: "truth", y: "answer", r: 6, stroke: palette.ink, strokeWidth: 2 })),
          axisX({ label: `QM9, ${unit}`, labelArrow: "none", ticks: 5 }),
          axisY({ label: `predicted, ${unit}`, labelArrow: "none", ticks: 5 }),
          frame({ stroke: palette.line }),
        ],
      };
    },
    [dots, colour, palette, unit],
  );
  return (
    <Drawing
      label={`Predictions of ${title} over QM9's values`}
      options={options}
      onPick={(datum) => look({ molecule: (datum as Dot).id, structure: "", point: 0 })}
    >
      <span>Predicted and computed; click a dot to see its molecule</span>
    </Drawing>
  );
}

/** How often errors of a size occur. */
function Histogram({ dots, colour, palette, unit, factor }: DrawnProps & { factor: number }) {
  const options = useCallback(
    (width: number) => ({
      width,
      height: 150,
      marginLeft: 48,
      marginBottom: 34,
      marks: [
        rectY(dots, {
          ...binX({ y: "count" }, { x: ({ answer, truth }: Dot) => (answer - truth) * factor, thresholds: 40 }),
          fill: colour,
        }),
        ruleX([0], { stroke: palette.ink }),
        axisX({ label: `error, ${unit}`, labelArrow: "none", ticks: 5 }),
        axisY({ label: "molecules", labelArrow: "none", ticks: 3 }),
      ],
    }),
    [dots, colour, palette, unit, factor],
  );
  return (
    <Drawing label="Histogram of errors" options={options}>
      <span>Errors</span>
    </Drawing>
  );
}

/** Molecules that are asked about: as many as a software adapter answers in seconds. */
const COUNT = 500;

/** Every network's predictions for molecules that it has not seen, when they are asked for. */
export function TestSet() {
  const { target } = useConfig((state) => state.config);
  const { title, unit, reportUnit, reportFactor } = targets[target];
  const entrants = useEntrants();
  const palette = usePalette();
  const ready = useRun((state) => state.summary !== null);
  const run = useRun((state) => state.summary?.run);
  const [found, setFound] = useState<{
    readonly overview: Overview;
    readonly run: string | undefined;
    readonly step: number;
  } | null>(null);
  const [busy, setBusy] = useState(false);
  const [network, setNetwork] = useState(0);
  const measure = async () => {
    setBusy(true);
    try {
      const overview = await engine().looking.overview(COUNT);
      setFound(overview && { overview, run, step: useRun.getState().step });
    } catch (error) {
      reportFailure(error);
    }
    setBusy(false);
  };
  const step = useRun((state) => state.step);
  const overview = found?.run === run ? found?.overview : undefined;
  const shown = Math.min(network, entrants.length - 1);
  const answers = overview?.answers[shown];
  const dots: Dot[] = (answers ?? []).map((answer, k) => ({
    id: overview?.examples[k] as number,
    truth: overview?.truth[k] as number,
    answer,
  }));
  const error = dots.reduce((sum, { answer, truth }) => sum + Math.abs(answer - truth), 0) / dots.length;
  const drawn = { dots, colour: palette[entrants[shown]?.colour ?? "accent"], palette, title };
  return (
    <section className="panel" aria-label="Test molecules">
      <div className="row">
        <h2>
          <Explain term="Molecules it has not seen">
            {`Predictions of the networks of now for ${COUNT} molecules of the test split, or all where there are fewer.`}
          </Explain>
        </h2>
        <label>
          <span>Network</span>
          <select value={shown} onChange={({ target: { value } }) => setNetwork(Number(value))}>
            {entrants.map(({ title: name }, k) => (
              <option key={name} value={k}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="primary" disabled={!ready || busy} onClick={() => void measure()}>
          {busy ? "Predicting…" : "Predict"}
        </button>
      </div>
      {dots.length > 0 && (
        <>
          <p className="note">
            Mean absolute error of {dots.length} at step {found?.step}
            {found?.step !== step && ", trained on since"}:{" "}
            <b className="number">
              {figure(error * reportFactor)} {reportUnit}
            </b>
          </p>
          <Scatter {...drawn} unit={unit} />
          <Histogram {...drawn} unit={reportUnit} factor={reportFactor} />
        </>
      )}
    </section>
  );
}
