import { useMemo } from "react";
import { useTheme } from "./theme.ts";

/** Colours of patterns in the order they are counted, and of particles (after Okabe and Ito, for colour-blind people). */
const colours = ["#0a8f6c", "#c4578f", "#d98a00", "#2176c7", "#8a6ad1", "#c2502e"] as const;

export const colourOf = (index: number): string => colours[index % colours.length] as string;

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
      third: read("third"),
      fourth: read("fourth"),
      negative: read("negative"),
    };
  }, [theme]);
}

export type Palette = ReturnType<typeof usePalette>;
