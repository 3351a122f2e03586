import { useMemo } from "react";
import { useTheme } from "../theme.ts";

/** Colours of the patterns in the order they are counted (Okabe and Ito, distinguishable by colour-blind people). */
const patternColours = ["#0a8f6c", "#c4578f", "#d98a00", "#2176c7"] as const;

export const patternColour = (pattern: number): string => patternColours[pattern % patternColours.length] as string;

/** Colours of the page as three.js needs them: read from the style sheet whenever the theme changes. */
export function usePalette() {
  const theme = useTheme();
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
    return {
      theme,
      surface: read("surface"),
      line: read("line"),
      muted: read("muted"),
      ink: read("ink"),
      accent: read("accent"),
      negative: read("negative"),
    };
  }, [theme]);
}

export type Palette = ReturnType<typeof usePalette>;
