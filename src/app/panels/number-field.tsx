import { type KeyboardEvent, useState } from "react";
import type { Field } from "../../config/field.ts";

type Range = NonNullable<Field["range"]>;

/** What becomes of a number while it is entered. */
interface Entry {
  begin(): void;
  /** After every change of the text, whatever it is on the way to a number. */
  type(text: string): void;
  /** By Enter, by leaving the field, or by an arrow key, which takes the next number. */
  end(text: string): void;
  /** By Escape. */
  cancel(): void;
}

interface NumberFieldProps {
  readonly id?: string;
  readonly label?: string;
  readonly range: Range;
  /** A number, or the text that was entered where it is none. */
  readonly value: number | string;
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly entry: Entry;
}

const decimalsOf = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

/** The next number so many steps up, with no more decimals than it takes, inside the range. */
function stepped(value: number, { min, max, step }: Range, steps: number): number {
  const places = Math.max(decimalsOf(value), Math.ceil(-Math.log10(step)), 0);
  return Math.min(max, Math.max(min, Number((value + steps * step).toFixed(Math.min(places, 20)))));
}

/** Steps that a key takes. */
const keys: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * A box for a number. The text stays as it is typed; what it means is for whoever is told. It is no `type="number"`, which
 * hides what is typed on the way to a number ("1e", "0,5", "-") from the page.
 */
export function NumberField({ id, label, range, value, describedBy, invalid, entry }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const end = () => {
    if (typed === null) return;
    setTyped(null);
    entry.end(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = keys[event.key];
    if (event.key === "Enter") end();
    else if (event.key === "Escape" && typed !== null) {
      setTyped(null);
      entry.cancel();
    } else if (steps && typeof value === "number") {
      event.preventDefault();
      setTyped(null);
      entry.end(String(stepped(value, range, steps)));
    }
  };
  return (
    <input
      id={id}
      type="text"
      role="spinbutton"
      // On some phones the keyboard for decimals has no minus sign.
      inputMode={range.min < 0 ? "text" : "decimal"}
      autoComplete="off"
      spellCheck={false}
      value={typed ?? value}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      aria-valuemin={range.min}
      aria-valuemax={range.max}
      aria-valuenow={typeof value === "number" ? value : undefined}
      onChange={({ target }) => {
        if (typed === null) entry.begin();
        setTyped(target.value);
        entry.type(target.value);
      }}
      onBlur={end}
      onKeyDown={onKeyDown}
    />
  );
}
