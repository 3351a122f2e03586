import { create } from "zustand";
import { ownText, parseOwn } from "../../config/own.ts";
import { look, useView } from "./view-store.ts";

/**
 * Whether the points of the input themselves are moved by hand, instead of the input as a whole; and the visitor's own
 * points that test clouds took the place of, as a link has them.
 */
const useEditing = create<{ readonly editing: boolean; readonly left: string }>()(() => ({ editing: false, left: "" }));

// Nothing is edited where there are no points of the visitor's own, or others than those: a link, a preset, Back.
useView.subscribe((view, before) => {
  if (view.own === "" && before.own !== "") useEditing.setState({ left: before.own });
  if (view.own === "" || (before.own !== "" && view.cloud !== before.cloud)) setEditing(false);
});

/** Whether points of the visitor's own of a dimension are: those of another one are none. */
export function useIsEditing(dimension: 2 | 3): boolean {
  const editing = useEditing((state) => state.editing);
  const some = useView(({ own }) => parseOwn(own, dimension).length > 0);
  return editing && some;
}

/** The visitor's own points that were left last, empty for none. */
export const useLeft = (): string => useEditing((state) => state.left);

export const setEditing = (editing: boolean): void => useEditing.setState({ editing });

/** Changes the visitor's own points. */
export function changeOwn(dimension: 2 | 3, change: (points: number[][]) => number[][]): void {
  const changed = change(parseOwn(useView.getState().own, dimension));
  look({ own: ownText(changed) });
}
