import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { type Field, nearestIn } from "../../config/field.ts";
import { defaultView, type View, viewFields } from "../../config/view.ts";

interface ViewState extends View {
  /** Changes what is looked at; numbers are kept inside their ranges. */
  look(change: Partial<View>): void;
}

/** A value inside its field's range. */
function within(name: keyof View, wanted: View[keyof View]): View[keyof View] {
  const field: Field = viewFields[name];
  const { range } = field;
  return typeof wanted === "number" && range ? nearestIn({ ...field, range }, wanted) : wanted;
}

const each = (change: Partial<View>, value: typeof within): Partial<View> =>
  Object.fromEntries(
    Object.entries(change).map(([name, wanted]) => [name, value(name as keyof View, wanted as View[keyof View])]),
  );

export const useView = create<ViewState>()((set) => ({
  ...defaultView,
  look: (change) => set(each(change, within)),
}));

/** Changes what is looked at. */
export const look: ViewState["look"] = (change) => useView.getState().look(change);

/** Parts of the view: whoever takes them is drawn anew for no others. */
export const useParts = <Name extends keyof View>(...names: readonly Name[]): Pick<View, Name> =>
  useView(
    useShallow((state) => Object.fromEntries(names.map((name) => [name, state[name]])) as unknown as Pick<View, Name>),
  );

/** The motion of the input that the view shows. */
export const useMotion = () => useParts("rotate", "yaw", "pitch", "x", "y", "z", "mirror", "scale", "along");

/** What a hand or a key does, at the fields' resolution: nobody drags to a millionth. */
export const coarse = (change: Partial<View>): Partial<View> =>
  each(change, (name, wanted) => {
    const { range }: Field = viewFields[name];
    return typeof wanted === "number" && range ? Number(wanted.toFixed(range.step < 1 ? 2 : 0)) : wanted;
  });

/** The view without its actions. */
export function currentView(): View {
  const { look: _, ...view } = useView.getState();
  return view;
}
