import { useMemo } from "react";
import type { View } from "../../config/view.ts";
import { movePoints } from "../../lie/motion.ts";
import type { CloudProbe } from "../../tasks/clouds/probe.ts";
import { chosenHead } from "../attention/heads.ts";
import { colourOf, type Palette } from "../palette.ts";
import { faded } from "../scene/faded.ts";
import { useInputMotion } from "../stores/input-motion.ts";
import { useParts } from "../stores/view-store.ts";

/** What is drawn of the input and of its moved copy. */
export interface Copy {
  readonly name: "original" | "moved";
  /** [n, d] */
  readonly at: Float32Array;
  /** Radius of a point, in units of the normalised cloud. */
  readonly radius: number;
  /** How far everything fades into the background, and how strong lines are, 0 .. 1. */
  readonly faint: number;
  readonly strength: number;
  /** Attention weights of the query point, undefined for a model without them. */
  readonly row: readonly number[] | undefined;
  /** Colour of each point. */
  readonly colours: readonly string[];
}

/** Both copies as the view wants them. The picture follows the pointer at once; the engine's answer follows. */
export function useCopies(probe: CloudProbe, palette: Palette, dimension: 2 | 3): Copy[] {
  const motion = useInputMotion();
  const chosen = useParts("layer", "head", "colour");
  const { points, attention } = probe;
  const moved = useMemo(() => movePoints(points, motion, dimension), [points, motion, dimension]);
  // Both copies show the same head.
  const { layer, head } = chosenHead(attention.original, probe.mask, chosen);
  return copies.map((copy) => {
    const row = attention[copy.name][layer - 1]?.[head - 1];
    const at = { original: points, moved }[copy.name];
    const radius = copy.radius * Math.min(1, Math.sqrt(CROWD / probe.mask.length));
    return { ...copy, radius, at, row, colours: pointColours(probe, chosen, palette, row, copy.faint) };
  });
}

/** More points than these are drawn smaller. */
const CROWD = 48;

/** How the input (faint) and its moved copy (full) are drawn. */
const copies = [
  { name: "original", strength: 0.35, faint: 0.35, radius: 0.045 },
  { name: "moved", strength: 1, faint: 0, radius: 0.065 },
] as const;

/** Indices of the points that are there. */
export const presentPoints = ({ mask }: CloudProbe): number[] =>
  Array.from(mask, (_, k) => k).filter((k) => mask[k] === 1);

/** Colour of every point: its pattern's, or by how much the query point attends to it. */
function pointColours(
  probe: CloudProbe,
  { colour }: Pick<View, "colour">,
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
        ? colourOf(probe.pattern[k] ?? 0)
        : faded(strong, palette.line, 1 - Math.abs(weight) / largest);
    return faded(tint, palette.surface, faint);
  });
}
