import { Color } from "three";
import type { View } from "../../config/view.ts";
import type { Probe } from "../../engine/protocol.ts";
import { type Palette, patternColour } from "./palette.ts";

/** Blends a colour towards another, 0 .. 1. */
export const faded = (colour: string, background: string, amount: number): string =>
  `#${new Color(colour).lerp(new Color(background), amount).getHexString()}`;

/** How the input (faint) and its moved copy (full) are drawn. */
export const copies = [
  { name: "original", strength: 0.35, faint: 0.35, radius: 0.045 },
  { name: "moved", strength: 1, faint: 0, radius: 0.065 },
] as const;

/** Indices of the points that are there. */
export const presentPoints = ({ mask }: Probe): number[] => Array.from(mask, (_, k) => k).filter((k) => mask[k] === 1);

/** The chosen head's weights of the query point, or undefined for a model without them. */
export function attentionRow(maps: Probe["attention"]["moved"], { layer, head }: View): number[] | undefined {
  const heads = maps[Math.min(layer, maps.length) - 1];
  return heads?.[Math.min(head, heads.length) - 1];
}

/** Colour of every point: its pattern's, or by how much the query point attends to it. */
export function pointColours(
  probe: Probe,
  { colour }: View,
  palette: Palette,
  row: readonly number[] | undefined,
  faint: number,
): string[] {
  const largest = Math.max(...presentPoints(probe).map((k) => Math.abs(row?.[k] ?? 0)), Number.MIN_VALUE);
  return Array.from(probe.mask, (_, k) => {
    const weight = row?.[k] ?? 0;
    const strong = weight < 0 ? palette.negative : palette.accent;
    const tint =
      colour === "pattern" || !row
        ? patternColour(probe.pattern[k] ?? 0)
        : faded(strong, palette.line, 1 - Math.abs(weight) / largest);
    return faded(tint, palette.surface, faint);
  });
}
