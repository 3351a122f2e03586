import { useMemo } from "react";
import { useTheme } from "./theme.ts";

/**
 * Colours of patterns in the order they are counted, and of particles: blue and orange first, which differ in hue for
 * colour-blind people and in lightness in print. Their glyphs tell all of them apart.
 */
export const colours = ["#1f5fbf", "#e08a00", "#0a8f6c", "#c4578f", "#7b57c9", "#8c3a1d"] as const;

export const colourOf = (index: number): string => colours[index % colours.length] as string;

/** Shapes of their points, in the same order. */
export const glyphs = ["disc", "square", "triangle", "diamond", "hexagon", "pentagon"] as const;
export type Glyph = (typeof glyphs)[number];

export const glyphOf = (index: number): Glyph => glyphs[index % glyphs.length] as Glyph;

/** Lengths of dashes and gaps, in pixels, of the entrants' lines. */
export const dashes = { accent: [], second: [7, 4], third: [2, 3], fourth: [9, 3, 2, 3] } as const;

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
      second: read("second"),
      third: read("third"),
      fourth: read("fourth"),
      negative: read("negative"),
      bad: read("bad"),
    };
  }, [theme]);
}

export type Palette = ReturnType<typeof usePalette>;
