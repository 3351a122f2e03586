import { useId, useRef, useState } from "react";
import { endOfEntry, type NumericField, typedValue } from "../../config/entry.ts";
import { Explain } from "./explain.tsx";
import { NumberField } from "./number-field.tsx";

interface ExactSliderProps {
  readonly field: NumericField;
  readonly value: number;
  readonly unit?: string;
  readonly onChange: (value: number) => void;
  /** What brings back the value of now, where that is more than its number. */
  readonly remember?: () => () => void;
}

/** What was said of the last entry. It holds as long as the value that it left. */
interface Said {
  readonly value: number;
  readonly words: string;
  /** The text that was refused, if it was. */
  readonly refused: string | null;
}

/** A slider with a box for the exact value beside it. What is typed shows at once where it is a number of the range. */
export function ExactSlider({ field, value, unit = "", onChange, remember }: ExactSliderProps) {
  const { label, help, range } = field;
  const id = useId();
  const noteId = useId();
  const restore = useRef(() => {});
  const before = useRef(value);
  const [last, setLast] = useState<Said | null>(null);
  const said = last?.value === value ? last : null;
  const change = (to: number) => {
    setLast(null);
    if (to !== value) onChange(to);
  };
  const putBack = () => {
    if (value !== before.current) restore.current();
  };
  return (
    <div className="exact">
      <span className="name">
        <label htmlFor={id}>{label}</label>
        <Explain beside={label}>{help}</Explain>
      </span>
      <input id={id} type="range" {...range} value={value} onChange={({ target }) => change(target.valueAsNumber)} />
      <span className="unit-box">
        <NumberField
          label={`${label}, exact value`}
          range={range}
          value={said?.refused ?? value}
          describedBy={noteId}
          invalid={(said?.refused ?? null) !== null}
          entry={{
            begin() {
              before.current = value;
              restore.current = remember?.() ?? (() => onChange(value));
            },
            type(text) {
              const typed = typedValue(text, field);
              if (typed !== null) change(typed);
            },
            end(text) {
              const ending = endOfEntry(text, field);
              if ("refusal" in ending) {
                putBack();
                setLast({ value: before.current, words: ending.refusal, refused: text });
              } else {
                change(ending.value);
                setLast({ value: ending.value, words: ending.note, refused: null });
              }
            },
            cancel: putBack,
          }}
        />
        {unit}
      </span>
      <p id={noteId} className={said?.refused ? "help bad" : "help"} role="status">
        {said?.words}
      </p>
    </div>
  );
}
