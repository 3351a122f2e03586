import { create } from "zustand";

/** Which parts of the frame stand open. */
export const useFrame = create<{ readonly settings: boolean }>()(() => ({ settings: false }));

export const toggleSettings = (): void => useFrame.setState(({ settings }) => ({ settings: !settings }));
