import type { Palette } from "../palette.ts";

/** Colours of numbers about zero, which shows nothing: the same for both signs up to the largest. */
export const diverging = (largest: number, { negative, surface, accent }: Palette) => ({
  type: "linear" as const,
  domain: [-largest, 0, largest],
  range: [negative, surface, accent],
});
