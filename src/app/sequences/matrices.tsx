import { useEffect, useMemo, useRef } from "react";
import type { AttentionMatrix } from "../../tasks/sequences/probe.ts";
import { Chart } from "../charts/chart.tsx";
import { usePalette } from "../palette.ts";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { singularValues } from "./singular-values.ts";

/** Below it a logarithmic axis shows nothing. */
const LEAST = 1e-6;

/** Weights as grey: a row a position that asks, a column a key; the darker, the larger. */
function Matrix({ matrix, label }: { matrix: AttentionMatrix; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const { rows, columns, values } = matrix;
    context.canvas.width = columns;
    context.canvas.height = rows;
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, columns, rows);
    const most = values.reduce((found, value) => Math.max(found, value), 0) || 1;
    context.fillStyle = palette.accent;
    values.forEach((value, k) => {
      context.globalAlpha = value / most;
      context.fillRect(k % columns, Math.floor(k / columns), 1, 1);
    });
  }, [matrix, palette]);
  return (
    <figure>
      <canvas ref={canvas} role="img" aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}

/** A head's weights in every network, and their singular values: how much of full attention few keys could hold. */
export function Matrices() {
  const probe = useProbe("sequences");
  const entrants = useEntrants();
  const { layer, head } = useParts("layer", "head");
  const { layers, heads } = useConfig(({ config }) => config);
  const [l, h] = [Math.min(Math.max(layer, 1), layers), Math.min(Math.max(head, 1), heads)];
  const shown = useMemo(
    () =>
      (probe?.models ?? []).flatMap(({ attention: matrix }, k) =>
        matrix ? [{ matrix, values: singularValues(matrix), entrant: k }] : [],
      ),
    [probe],
  );
  if (probe && shown.length === 0) {
    return (
      <section className="panel matrices" aria-label="Weights">
        <p className="note">Weights of longer sequences than 256 are too many to be drawn.</p>
      </section>
    );
  }
  const most = Math.max(2, ...shown.map(({ values }) => values.length));
  return (
    <section className="panel matrices" aria-label="Weights">
      <div className="row">
        <h2>Weights of a head</h2>
        {layers > 1 && <Stepper name="layer" value={l} max={layers} go={(to) => look({ layer: to })} />}
        {heads > 1 && <Stepper name="head" value={h} max={heads} go={(to) => look({ head: to })} />}
      </div>
      <div className="pictures">
        {shown.map(({ matrix, entrant }) => (
          <Matrix
            key={entrant}
            matrix={matrix}
            label={`${entrants[entrant]?.title ?? ""}: ${matrix.rows} × ${matrix.columns}`}
          />
        ))}
      </div>
      <Chart
        title="Singular values"
        help="Of these matrices (of every other row beyond 128 positions), as shares of the largest: where they fall fast, fewer keys can hold what full attention does."
        x={Array.from({ length: most }, (_, k) => k + 1)}
        start={1}
        end={most}
        series={shown.map(({ values, entrant }) => ({
          name: entrants[entrant]?.title ?? "",
          colour: entrants[entrant]?.colour ?? "ink",
          values: Array.from({ length: most }, (_, k) =>
            k < values.length ? Math.max(values[k] as number, LEAST) : null,
          ),
        }))}
        y="powers of ten"
      />
    </section>
  );
}
