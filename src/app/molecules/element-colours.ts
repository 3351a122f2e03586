import { elementOf } from "../../molecules/elements.ts";
import type { Palette } from "../palette.ts";

/** Of each element, on light and dark: they differ in lightness too, for colour-blind people and in print. */
const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  H: ["#c3c7d1", "#e6e8ee"],
  C: ["#3c4049", "#7d8494"],
  N: ["#1f5fbf", "#5b95ee"],
  O: ["#cf3f3f", "#f0766f"],
  F: ["#2f9e62", "#63d297"],
};

export const colourOfAtom = (z: number, { theme }: Palette): string =>
  (colours[elementOf(z).symbol] as readonly [string, string])[theme === "dark" ? 1 : 0];
