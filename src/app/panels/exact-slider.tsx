import { useId } from "react";

interface ExactSliderProps {
  readonly label: string;
  readonly help: string;
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  readonly value: number;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
}

/** A slider with a box for the exact value beside it. */
export function ExactSlider({ label, help, range, value, unit = "", onChange }: ExactSliderProps) {
  const id = useId();
  const set = (text: string) => text !== "" && onChange(Number(text));
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
        {unit}
      </span>
    </div>
  );
}
