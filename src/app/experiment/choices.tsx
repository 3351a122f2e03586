import type { Axis } from "../../experiments/experiment.ts";

interface ChoicesProps {
  readonly axis: Axis;
  readonly chosen: readonly string[];
  readonly disabled: boolean;
  readonly choose: (chosen: readonly string[]) => void;
}

/** Options of an axis, to choose any of. */
export function Choices({ axis: { legend, options, title }, chosen, disabled, choose }: ChoicesProps) {
  return (
    <fieldset className="choices" disabled={disabled}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={({ target }) =>
              choose(options.filter((other) => (other === option ? target.checked : chosen.includes(other))))
            }
          />
          {title(option)}
        </label>
      ))}
    </fieldset>
  );
}
