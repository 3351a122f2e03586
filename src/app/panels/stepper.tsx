const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

interface StepperProps {
  /** What is counted, in lower case. */
  readonly name: string;
  /** From 1 to `max`. */
  readonly value: number;
  readonly max: number;
  readonly go: (value: number) => void;
}

/** One of a numbered few, with buttons to its neighbours. */
export function Stepper({ name, value, max, go }: StepperProps) {
  return (
    <fieldset className="stepper" aria-label={`Choice of the ${name}`}>
      <button type="button" aria-label={`Previous ${name}`} disabled={value <= 1} onClick={() => go(value - 1)}>
        ‹
      </button>
      <span className="number">
        {capital(name)} {value}
      </span>
      <button type="button" aria-label={`Next ${name}`} disabled={value >= max} onClick={() => go(value + 1)}>
        ›
      </button>
    </fieldset>
  );
}
