import { viewFields } from "../../config/view.ts";
import { ExactSlider } from "../panels/exact-slider.tsx";
import { look, useParts } from "../stores/view-store.ts";

/** By how much the clock is shifted for the second question. */
export function Clock() {
  const { clock } = useParts("clock");
  return (
    <section className="panel" aria-label="Clock">
      <h2>Shift the clock</h2>
      <ExactSlider field={viewFields.clock} value={clock} unit="d" onChange={(value) => look({ clock: value })} />
    </section>
  );
}
