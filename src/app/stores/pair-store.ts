import { create } from "zustand";

/** The key of the pair that the pointer is over: a point, and which of its lift samples; null while it is over none. */
export const usePair = create<{ readonly key: number | null; readonly sample: number }>()(() => ({
  key: null,
  sample: 0,
}));

export function pointAt(key: number | null, sample = 0): void {
  const now = usePair.getState();
  if (now.key !== key || now.sample !== sample) usePair.setState({ key, sample });
}
