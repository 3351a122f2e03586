import type { Matrix4 } from "three";
import { type Glyph, glyphs } from "../palette.ts";
import { Instances } from "./instances.tsx";

/** Corners of a glyph of the plane, its radius and its direction: all cover about as much as a disc of radius one. */
const corners: Readonly<Record<Glyph, readonly [count: number, radius: number, from: number]>> = {
  disc: [32, 1, 0],
  square: [4, 1.25, Math.PI / 4],
  triangle: [3, 1.45, Math.PI / 2],
  diamond: [4, 1.3, 0],
  hexagon: [6, 1.1, 0],
  pentagon: [5, 1.15, Math.PI / 2],
};

/** The same of space. */
function Solid({ glyph }: { glyph: Glyph }) {
  if (glyph === "square") return <boxGeometry args={[1.6, 1.6, 1.6]} />;
  if (glyph === "triangle") return <tetrahedronGeometry args={[1.5]} />;
  if (glyph === "diamond") return <octahedronGeometry args={[1.35]} />;
  if (glyph === "hexagon") return <cylinderGeometry args={[1.1, 1.1, 1.4, 6]} />;
  if (glyph === "pentagon") return <dodecahedronGeometry args={[1.15]} />;
  return <sphereGeometry args={[1, 24, 16]} />;
}

interface GlyphsProps {
  readonly dimension: 2 | 3;
  readonly instances: readonly { readonly matrix: Matrix4; readonly colour: string; readonly glyph: Glyph }[];
  readonly onPick?: ((index: number) => void) | undefined;
  readonly onPoint?: ((index: number | null) => void) | undefined;
}

/** Points in the plane or in space, one draw call a glyph. */
export function Glyphs({ dimension, instances, onPick, onPoint }: GlyphsProps) {
  return glyphs.map((glyph) => {
    const own = instances.map((_, k) => k).filter((k) => instances[k]?.glyph === glyph);
    if (own.length === 0) return null;
    const [count, radius, from] = corners[glyph];
    return (
      <Instances
        key={glyph}
        instances={own.map((k) => instances[k] as (typeof instances)[number])}
        onPick={onPick && ((index) => onPick(own[index] as number))}
        onPoint={onPoint && ((index) => onPoint(index === null ? null : (own[index] as number)))}
      >
        {dimension === 2 ? <circleGeometry args={[radius, count, from]} /> : <Solid glyph={glyph} />}
        {dimension === 2 ? <meshBasicMaterial toneMapped={false} /> : <meshLambertMaterial toneMapped={false} />}
      </Instances>
    );
  });
}
