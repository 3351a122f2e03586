import { create } from "zustand";
import { defaultView, type View, viewFields } from "../../config/view.ts";

interface ViewState extends View {
  /** Changes what is looked at; numbers are kept inside their ranges. */
  look(change: Partial<View>): void;
}

/** Keeps a number inside its field's range, at the field's resolution; angles go round. */
function clamp(name: keyof View, wanted: number): number {
  const value = ["rotate", "yaw", "pitch"].includes(name) ? wanted - 360 * Math.round(wanted / 360) : wanted;
  const field = viewFields[name];
  if (!("range" in field)) return value;
  const { min, max, step } = field.range;
  const places = step < 1 ? 2 : 0;
  return Number(Math.min(max, Math.max(min, value)).toFixed(places));
}

export const useView = create<ViewState>()((set) => ({
  ...defaultView,
  look: (change) =>
    set(
      Object.fromEntries(
        Object.entries(change).map(([name, value]) => [
          name,
          typeof value === "number" ? clamp(name as keyof View, value) : value,
        ]),
      ),
    ),
}));

/** The view without its actions. */
export function currentView(): View {
  const { look: _, ...view } = useView.getState();
  return view;
}
