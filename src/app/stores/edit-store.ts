import { create } from "zustand";
import { ownText, parseOwn } from "../../config/own.ts";
import { look, useView } from "./view-store.ts";

/** Whether the points of the input themselves are moved by hand, instead of the input as a whole. */
export const useEditing = create<{ readonly editing: boolean }>()(() => ({ editing: false }));

export const setEditing = (editing: boolean): void => useEditing.setState({ editing });

/** Changes the visitor's own points. */
export function changeOwn(dimension: 2 | 3, change: (points: number[][]) => number[][]): void {
  const changed = change(parseOwn(useView.getState().own, dimension));
  look({ own: ownText(changed) });
}
