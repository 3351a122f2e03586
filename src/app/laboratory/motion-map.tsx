import { axisX, axisY, dot, frame, graticule, pointer, rect, sphere } from "@observablehq/plot";
import { useCallback, useState } from "react";
import { real } from "../../config/field.ts";
import { mapOfMotions, type Place, sphereOfAxes } from "../../config/motion-map.ts";
import { axesOf, MOST_MOTIONS, orbitAxis } from "../../config/orbit.ts";
import { dimensionOf } from "../../config/tasks.ts";
import type { View } from "../../config/view.ts";
import { figure } from "../../text/figure.ts";
import { engine } from "../engine/engine.ts";
import { reportFailure } from "../engine/looking.ts";
import { type Palette, usePalette } from "../palette.ts";
import { ExactSlider } from "../panels/exact-slider.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { coarse, currentView, look, useParts, useView } from "../stores/view-store.ts";
import { Drawing } from "./drawing.tsx";

/** A place, and what a network makes of the input there. */
interface Answered extends Omit<Place, "go"> {
  readonly go?: Partial<View>;
  readonly change: number;
  readonly right: boolean;
}

/** What was measured: answers of every network, as far as they have come. */
interface Measured {
  readonly kind: "plane" | "sphere";
  readonly labels: readonly [string, string];
  readonly networks: readonly (readonly Answered[])[];
  readonly of: number;
  /** What it was measured of, and over which motions. */
  readonly situation: string;
  readonly over: string;
}

/** The input that is looked at, and its lift. */
const inputOf = ({ cloud, own, lift }: View): string => [cloud, own, lift].join("|");

/** The networks, and how far they are trained: while they train they change a little with every step. */
const networksOf = ({ summary, step, running }: ReturnType<typeof useRun.getState>): string =>
  [summary?.run, running ? "" : step].join("|");

const situation = (): string => `${inputOf(currentView())}|${networksOf(useRun.getState())}`;

const LEAST = 1e-8;
const sphereHelp = "How far the input turns about each axis of the sphere.";

function Picture({ measured, network, palette }: { measured: Measured; network: number; palette: Palette }) {
  const answers = measured.networks[network] ?? [];
  const own = useParts("own").own !== "";
  const options = useCallback(
    (width: number) => {
      const shown = answers.map((answer) => ({ ...answer, shown: Math.max(answer.change, LEAST) }));
      const color = {
        type: "log" as const,
        domain: [LEAST, 1],
        clamp: true,
        range: [palette.surface, palette.accent],
      };
      const wrong = shown.filter(({ right }) => !right);
      const title = ({ x, y, change }: Answered) => `${figure(x)}, ${figure(y)}: ${figure(change)}`;
      if (measured.kind === "sphere") {
        return {
          width,
          height: Math.round(width * 0.5),
          projection: { type: "equal-earth" as const },
          color,
          marks: [
            sphere({ stroke: palette.line }),
            graticule({ stroke: palette.line, strokeOpacity: 0.6 }),
            dot(shown, { x: "x", y: "y", r: 6, fill: "shown", stroke: palette.line, title }),
            dot(wrong, { x: "x", y: "y", r: 2.6, fill: palette.bad, stroke: palette.surface, strokeWidth: 0.8 }),
          ],
        };
      }
      /** Where a value's cell ends: halfway to the next ones, which need not be evenly apart. */
      const side = (pick: (answer: Answered) => number) => {
        const values = [...new Set(shown.map(pick))].sort((a, b) => a - b);
        const at = (k: number) => values[Math.min(values.length - 1, Math.max(0, k))] as number;
        const [first, last] = [(3 * at(0) - at(1)) / 2, (3 * at(values.length - 1) - at(values.length - 2)) / 2];
        const edges = [first, ...values.slice(1).map((value, k) => (value + at(k)) / 2), last];
        const place = new Map(values.map((value, k) => [value, k]));
        const edge = (answer: Answered, after: number) => edges[(place.get(pick(answer)) as number) + after] as number;
        return { edge, domain: [first, last] as const };
      };
      const [x, y] = [side((answer) => answer.x), side((answer) => answer.y)];
      return {
        width,
        height: Math.round(width * 0.6),
        marginLeft: 52,
        marginBottom: 34,
        x: { domain: x.domain },
        y: { domain: y.domain },
        color,
        marks: [
          rect(shown, {
            x1: (answer: Answered) => x.edge(answer, 0),
            x2: (answer: Answered) => x.edge(answer, 1),
            y1: (answer: Answered) => y.edge(answer, 0),
            y2: (answer: Answered) => y.edge(answer, 1),
            fill: "shown",
            inset: 0,
          }),
          dot(wrong, { x: "x", y: "y", r: 2.6, fill: palette.bad, stroke: palette.surface, strokeWidth: 0.8 }),
          dot(shown, pointer({ x: "x", y: "y", r: 6, stroke: palette.ink, strokeWidth: 2 })),
          axisX({ label: measured.labels[0], labelArrow: "none" }),
          axisY({ label: measured.labels[1], labelArrow: "none" }),
          frame({ stroke: palette.line }),
        ],
      };
    },
    [answers, measured, palette],
  );
  return (
    <Drawing
      label={`Change over ${measured.labels.join(" and ")}`}
      options={options}
      onPick={(datum) => {
        const { go } = datum as Answered;
        if (go) look(coarse(go));
      }}
    >
      <span className="note">
        {answers.length < measured.of
          ? `${answers.length} of ${measured.of} motions…`
          : `Largest change ${figure(Math.max(...answers.map(({ change }) => change)))}; ${own ? "another answer than as given" : "wrong"} at ${answers.filter(({ right }) => !right).length} of ${measured.of}`}
      </span>
    </Drawing>
  );
}

/** How far a network's answer changes over two motions at once, or over all axes that space can be turned about. */
export function MotionMap() {
  const config = useConfig((state) => state.config);
  const entrants = useEntrants();
  const ready = useRun((state) => state.summary !== null);
  const palette = usePalette();
  const parts = useParts("rotate", "yaw", "pitch", "x", "y", "z", "scale", "along");
  const axes = axesOf(config);
  const space = dimensionOf(config) === 3;
  const [across, setAcross] = useState<View["axis"]>("x");
  const [up, setUp] = useState<View["axis"]>("rotate");
  const [onSphere, setOnSphere] = useState(space);
  const [angle, setAngle] = useState(90);
  const [network, setNetwork] = useState(0);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const [busy, setBusy] = useState(false);
  const known = (axis: View["axis"], otherwise: View["axis"]) => (axes.includes(axis) ? axis : otherwise);
  const [first, second] = [known(across, "x"), known(up, "rotate")];
  const labelOf = (axis: View["axis"]) => orbitAxis({ ...parts, axis }, config).label;

  const over = space && onSphere ? `sphere ${angle}` : `${first} ${second}`;
  const seen = `${useView(inputOf)}|${useRun(networksOf)}`;
  const current = measured?.situation === seen && measured.over === over;

  const measure = async () => {
    const sphere = space && onSphere;
    const places: readonly (Omit<Place, "go"> & { go?: Partial<View> })[] = sphere
      ? sphereOfAxes(angle)
      : mapOfMotions(currentView(), config, [first, second]);
    const labels = sphere
      ? (["longitude", "latitude of the axis"] as const)
      : ([labelOf(first), labelOf(second)] as const);
    let networks: Answered[][] = entrants.map(() => []);
    // What was begun is of this input and these networks: another makes it stop.
    const of = situation();
    setBusy(true);
    try {
      // As many at once as a survey takes; the picture fills as they come.
      for (let from = 0; from < places.length; from += MOST_MOTIONS) {
        const some = places.slice(from, from + MOST_MOTIONS);
        const survey = await engine().looking.answersTo(some.map(({ motion }) => motion));
        if (!survey || situation() !== of) {
          setMeasured(null);
          break;
        }
        networks = networks.map((before, k) => {
          const orbit = survey.networks[k]?.orbit;
          const told = some.map((place, at) => ({
            ...place,
            change: orbit?.change[at] ?? Number.NaN,
            right: orbit?.right[at] ?? true,
          }));
          return [...before, ...told];
        });
        setMeasured({ kind: sphere ? "sphere" : "plane", labels, networks, of: places.length, situation: of, over });
      }
    } catch (error) {
      reportFailure(error);
    }
    setBusy(false);
  };

  return (
    <section className="panel" aria-label="Map of motions">
      <div className="row">
        <h2>
          <Explain term="Change over two motions at once">
            |y' - y| / |y| of a network's outputs, pale at rounding and full at one; a red dot where the answer is
            wrong. In space also over all axes that it can be turned about. Click on a place of two motions to move the
            input there.
          </Explain>
        </h2>
        <button type="button" className="primary" disabled={!ready || busy} onClick={() => void measure()}>
          {busy ? "Measuring…" : "Measure"}
        </button>
      </div>
      <div className="row start">
        {space && (
          <label>
            <input type="checkbox" checked={onSphere} onChange={({ target }) => setOnSphere(target.checked)} />
            <span>Over all axes of rotation</span>
          </label>
        )}
        {!(space && onSphere) &&
          (
            [
              ["Across", first, setAcross],
              ["Up", second, setUp],
            ] as const
          ).map(([label, value, set]) => (
            <label key={label}>
              <span>{label}</span>
              <select value={value} onChange={({ target }) => set(target.value as View["axis"])}>
                {axes.map((axis) => (
                  <option key={axis} value={axis} disabled={axis === (label === "Up" ? first : second)}>
                    {labelOf(axis).toLowerCase()}
                  </option>
                ))}
              </select>
            </label>
          ))}
        <label>
          <span>Network</span>
          <select value={network} onChange={({ target }) => setNetwork(Number(target.value))}>
            {entrants.map(({ title }, k) => (
              <option key={title} value={k}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      {space && onSphere && (
        <ExactSlider field={real(["Angle", sphereHelp], 0, 180, 1, 90)} unit="°" value={angle} onChange={setAngle} />
      )}
      {measured && !current && (
        <p className="note">Measured of another input, other networks or other motions: measure again.</p>
      )}
      {measured && current && (
        <Picture measured={measured} network={Math.min(network, entrants.length - 1)} palette={palette} />
      )}
    </section>
  );
}
