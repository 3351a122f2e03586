import { useEffect, useMemo, useRef } from "react";
import { models } from "../../config/models.ts";
import { numbers } from "../../lie/arithmetic.ts";
import { couplingEntries } from "../../lie/irreps/clebsch-gordan.ts";
import { harmonics } from "../../lie/irreps/harmonics.ts";
import { ordersOf } from "../../lie/irreps/kernel-basis.ts";
import { LENGTHS } from "../../tasks/nbody/lengths.ts";
import { Chart } from "../charts/chart.tsx";
import { Legend } from "../charts/legend.tsx";
import { type Palette, usePalette } from "../palette.ts";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";

const names = ["scalars", "vectors", "degree 2", "degree 3"];
const SIZE = 112;

/** Red, green and blue of "#rrggbb" or "rgb(..)". */
function channels(colour: string, context: CanvasRenderingContext2D): [number, number, number] {
  context.fillStyle = colour;
  const hex = context.fillStyle as string;
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** The first entry that is no constant zero, of a kernel over the half of the sphere that one sees. */
function drawSphere(canvas: HTMLCanvasElement, [l, k, J]: readonly [number, number, number], palette: Palette): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const [warm, cold, plain] = [palette.accent, palette.second, palette.surface].map((c) => channels(c, context)) as [
    [number, number, number],
    [number, number, number],
    [number, number, number],
  ];
  const image = context.createImageData(SIZE, SIZE);
  const radius = SIZE / 2 - 1;
  const entries = couplingEntries(l, k, J);
  const own = entries.filter(({ a, c }) => a === entries[0]?.a && c === entries[0]?.c);
  const most = Math.sqrt((2 * J + 1) / (4 * Math.PI)) * 0.75;
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const [x, y] = [(column - SIZE / 2 + 0.5) / radius, (SIZE / 2 - row - 0.5) / radius];
      const inside = 1 - x * x - y * y;
      if (inside < 0) continue;
      const all = harmonics(numbers, [x, y, Math.sqrt(inside)], J)[J] as number[];
      const value = own.reduce((total, entry) => total + entry.value * (all[entry.m] as number), 0);
      const share = Math.max(-1, Math.min(1, value / most));
      const colour = share > 0 ? warm : cold;
      const at = 4 * (row * SIZE + column);
      for (const c of [0, 1, 2] as const) {
        image.data[at + c] = plain[c] + (colour[c] - plain[c]) * Math.abs(share);
      }
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  context.strokeStyle = palette.line;
  context.beginPath();
  context.arc(SIZE / 2, SIZE / 2, radius, 0, 2 * Math.PI);
  context.stroke();
}

function Sphere({ path }: { path: readonly [number, number, number] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const [l, k, J] = path;
  useEffect(() => {
    if (canvas.current) drawSphere(canvas.current, [l, k, J], palette);
  }, [l, k, J, palette]);
  const words = `${names[k]} to ${names[l]}, order ${J}`;
  return (
    <figure>
      <canvas ref={canvas} width={SIZE} height={SIZE} role="img" aria-label={`Kernel from ${words}`} />
      <figcaption>{words}</figcaption>
    </figure>
  );
}

/** How strongly each kernel of the first layer is taken, over the distance. */
function Radials() {
  const probe = useProbe("nbody");
  const [curves] = (probe?.models ?? []).map((model) => model.curves).filter((own) => own.length > 0);
  const charts = useMemo(
    () =>
      (curves ?? []).map(({ l, k, order, like, unlike }) => ({
        title: `${names[k]} to ${names[l]}, order ${order}`,
        series: [
          { name: "like charges", colour: "accent" as const, values: Array.from(like) },
          { name: "unlike charges", colour: "second" as const, values: Array.from(unlike) },
        ],
      })),
    [curves],
  );
  if (charts.length === 0) return null;
  return (
    <>
      <div className="row">
        <h3>
          <Explain term="Radial nets of the first layer">
            Root mean square over pairs of channels of what the net gives each kernel, against the distance of the two
            bodies.
          </Explain>
        </h3>
        <Legend series={charts[0]?.series ?? []} />
      </div>
      <div className="charts">
        {charts.map(({ title, series }) => (
          <Chart key={title} title={title} x={LENGTHS} end={LENGTHS.at(-1) as number} series={series} y="from zero" />
        ))}
      </div>
    </>
  );
}

/** The angular kernels that parity allows between the network's degrees, the first three of them. */
export function Kernels() {
  const config = useConfig((state) => state.config);
  const { degrees, parity, model } = config;
  if (!models[model].holds) return null;
  // Velocities go in and vectors come out, whatever the hidden features are.
  const shown = Math.max(2, Math.min(degrees, 3));
  const paths = Array.from({ length: shown }, (_, l) =>
    Array.from({ length: shown }, (__, k) => ordersOf(l, k, parity).map((J) => [l, k, J] as const)).flat(),
  ).flat();
  return (
    <section className="panel kernels" aria-label="Kernels">
      <h2>
        <Explain term="Kernels over the sphere">
          What is sent along an edge is turned by kernels W_J of its direction, each times a number that a small net
          makes of its length. Rotations allow these and no others; shown is one entry of each, over the directions that
          one sees, the first colour for positive and the second for negative.
        </Explain>
      </h2>
      <div className="spheres">
        {paths.map((path) => (
          <Sphere key={path.join()} path={path} />
        ))}
      </div>
      <Radials />
      {parity === "even" && (
        <p className="note">Of even parity alone: l + k + J is even, so that a mirror image turns no kernel's sign.</p>
      )}
    </section>
  );
}
