import { Color } from "three";

/** Blends a colour towards another, 0 .. 1. */
export const faded = (colour: string, background: string, amount: number): string =>
  `#${new Color(colour).lerp(new Color(background), amount).getHexString()}`;
