import type { Series } from "./chart.tsx";

/** Which colour is what, for a panel of charts. */
export function Legend({ series }: { series: readonly Pick<Series, "name" | "colour">[] }) {
  return (
    <ul className="legend">
      {series.map(({ name, colour }) => (
        <li key={name} className={colour}>
          {name}
        </li>
      ))}
    </ul>
  );
}
