import { create } from "zustand";

/** Whether this browser keeps what it is given; the first refusal is told, whoever meets it. */
interface StorageState {
  /** Why it does not, in words. */
  readonly refusal: string | null;
  readonly dismissed: boolean;
  dismiss(): void;
}

export const useStorage = create<StorageState>()((set) => ({
  refusal: null,
  dismissed: false,
  dismiss: () => set({ dismissed: true }),
}));

/** To be called with every refusal. */
export function noteRefusal(reason: string): void {
  if (useStorage.getState().refusal === null) useStorage.setState({ refusal: reason });
}
