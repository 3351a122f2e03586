import { Matrix4 } from "three";
import type { Glyph } from "../palette.ts";
import { Glyphs } from "./glyphs.tsx";

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: string;
  /** A disc where left out. */
  readonly glyph?: Glyph;
}

/** Points of the plane, each with its glyph. */
export function Dots({
  dots,
  depth,
  onPick,
  onPoint,
}: {
  dots: readonly Dot[];
  depth: number;
  onPick?: (index: number) => void;
  onPoint?: (index: number | null) => void;
}) {
  const instances = dots.map(({ x, y, radius, colour, glyph = "disc" }) => ({
    matrix: new Matrix4().makeScale(radius, radius, 1).setPosition(x, y, depth),
    colour,
    glyph,
  }));
  return <Glyphs dimension={2} instances={instances} onPick={onPick} onPoint={onPoint} />;
}
