import { useEffect } from "react";
import { create } from "zustand";
import { useView } from "../stores/view-store.ts";

/** States shown a second while it plays: a third of the particles' own time. */
const RATE = 30;

interface Player {
  /** Index of the state that is shown; what lies beyond the horizon stands for its end. */
  readonly time: number;
  readonly playing: boolean;
  seek(time: number): void;
  toggle(): void;
}

/** Opens paused at the end, where the futures have come apart. */
export const usePlayer = create<Player>()((set, get) => ({
  time: Number.POSITIVE_INFINITY,
  playing: false,
  seek: (time) => set({ time, playing: false }),
  toggle() {
    const { playing, time } = get();
    const over = time >= useView.getState().span - 1;
    set(playing || !over ? { playing: !playing } : { playing: true, time: 0 });
  },
}));

/** The shown state's index among `useView`'s span. */
export function useTime(): number {
  const span = useView((state) => state.span);
  return usePlayer(({ time }) => Math.floor(Math.min(time, span - 1)));
}

/** Lets time pass while it plays; stops at the horizon, and when nobody looks on. */
export function usePlaying(): void {
  const playing = usePlayer((state) => state.playing);
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let before = performance.now();
    const pass = (now: number) => {
      const time = usePlayer.getState().time + (RATE * Math.max(0, now - before)) / 1000;
      before = now;
      const over = time >= useView.getState().span - 1;
      usePlayer.setState({ time, playing: !over });
      if (!over) frame = requestAnimationFrame(pass);
    };
    frame = requestAnimationFrame(pass);
    return () => cancelAnimationFrame(frame);
  }, [playing]);
}
