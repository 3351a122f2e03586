import { multiply, where } from "../../autograd/operations/elementwise.ts";
import { gather } from "../../autograd/operations/gather.ts";
import { permute, reshape, slice } from "../../autograd/operations/movement.ts";
import { nearestElements } from "../../autograd/operations/nearest.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { groupNamed } from "../../lie/registry.ts";
import { type Edges, edgesOf, mutualEdges } from "../../nn/fibres/edges.ts";
import type { Fibre } from "../../nn/fibres/fibre.ts";
import type { ModelInputs } from "./model.ts";

/** What a network of fibres reads of points that move, and what it answers. */

/** Velocities [B, n, 3] as features of degree 1. */
export const velocityFibre = ({ momenta }: ModelInputs): Fibre => {
  const velocities = momenta as Tensor;
  return new Map([[1, reshape(velocities, [...velocities.shape, 1])]]);
};

/** Every point and each other one, with the product of their charges. */
export function fullyConnectedEdges({ points, mask, features }: ModelInputs): Edges {
  const charges = features[0] as Tensor;
  const [batch, count] = mask.shape as [number, number];
  return mutualEdges({ points, mask }, (senders) => {
    const sent = reshape(gather(charges, reshape(senders, [batch, senders.size / batch])), senders.shape);
    return reshape(multiply(sent, reshape(charges, [batch, count, 1])), [...senders.shape, 1]);
  });
}

/**
 * Every point and some near ones, each `spread`-th in order of distance as far as there are so many, or all where there are no
 * more. The nearest of all is the point itself, or one in the same place, which makes no edge.
 */
export function nearestEdges({ points, mask }: ModelInputs, { nearest, spread }: Config): Edges {
  const [batch, count] = mask.shape as [number, number];
  if (nearest === 0 || nearest + 1 >= count) return mutualEdges({ points, mask });
  const stride = Math.min(spread, Math.floor((count - 1) / nearest));
  const ball = nearest * stride;
  const placed = where(reshape(mask, [...mask.shape, 1]), points, points.tape.scalar(0));
  const near = nearestElements(groupNamed("T3"), placed, mask, { samples: 1, count: ball + 1 });
  const others = reshape(slice(near, 2, 1, ball + 1), [batch, count, nearest, stride]);
  const senders = reshape(slice(others, 3, stride - 1, stride), [batch, count, nearest]);
  return edgesOf({ points, mask, senders });
}

/** Vectors [B, n, channels, 3] of a fibre. */
export const vectorsOf = (fibre: Fibre): Tensor => permute(fibre.get(1) as Tensor, [0, 1, 3, 2]);
