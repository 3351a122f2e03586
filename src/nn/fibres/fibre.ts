import { concat } from "../../autograd/operations/concat.ts";
import { where } from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";

/** Channels of each degree, degrees rising (neighbours 1.1). */
export type FibreShape = ReadonlyMap<number, number>;

/**
 * Features by degree, [B, n, 2l+1, channels]: under a rotation each channel of degree l is multiplied by the Wigner matrix D_l.
 * Degree 1 is x, y, z.
 */
export type Fibre = ReadonlyMap<number, Tensor>;

/** A shape with its degrees rising; degrees without channels are left out. */
export const fibreShape = (channels: Iterable<readonly [number, number]>): FibreShape =>
  new Map([...channels].filter(([, count]) => count > 0).sort(([a], [b]) => a - b));

/** Degrees 0 .. `degrees` - 1 with the same channels each. */
export const evenFibre = (degrees: number, channels: number): FibreShape =>
  new Map(Array.from({ length: degrees }, (_, l) => [l, channels]));

export const shapeOf = (fibre: Fibre): FibreShape =>
  new Map([...fibre].map(([l, { shape }]) => [l, shape.at(-1) as number]));

/** Numbers of a node. */
export const fibreSize = (shape: FibreShape): number =>
  [...shape].reduce((size, [l, channels]) => size + (2 * l + 1) * channels, 0);

/** The same for every degree. */
export const mapFibre = (fibre: Fibre, change: (own: Tensor, l: number) => Tensor): Fibre =>
  new Map([...fibre].map(([l, own]) => [l, change(own, l)]));

/** All degrees side by side, [B, n, size]. */
export function packedFibre(fibre: Fibre): Tensor {
  const flat = [...fibre.values()].map((own) => {
    const [batch, nodes] = own.shape as [number, number, number, number];
    return reshape(own, [batch, nodes, own.size / batch / nodes]);
  });
  return flat.length === 1 ? (flat[0] as Tensor) : concat(flat, 2);
}

/** Features of nodes that are not there, whatever they hold, become zero. mask [B, n] */
export function maskedFibre(fibre: Fibre, mask: Tensor): Fibre {
  const present = reshape(mask, [...mask.shape, 1, 1]);
  return mapFibre(fibre, (own) => where(present, own, mask.tape.scalar(0)));
}
