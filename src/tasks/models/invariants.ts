import { concat } from "../../autograd/operations/concat.ts";
import { divide, subtract, where } from "../../autograd/operations/elementwise.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { pad } from "../../autograd/operations/pad.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Edges } from "../../nn/fibres/edges.ts";
import { type Fibre, type FibreShape, fibreShape } from "../../nn/fibres/fibre.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import type { Model, ModelInputs, Sizes } from "./model.ts";
import { nearestEdges } from "./vectors.ts";

/** Networks of fibres that answer with numbers of a whole set, which no motion changes. */

/** Invariant channels that are pooled, over the hidden ones of each degree; published are 128 over 32. */
const POOLED = 4;

/** What such a network has besides what its vector form has; lengths of edges are all that tells them apart. */
interface Invariant {
  readonly input: FibreShape;
  readonly output: FibreShape;
  readonly layers: number;
  readonly norm: "layer";
  readonly relative: "none";
  readonly scalars: 0;
  readonly pool: Config["pool"];
  readonly outputs: number;
}

const invariantOf = (config: Config, { features, outputs }: Sizes): Invariant => ({
  input: fibreShape([
    [0, config.places === "upright" ? features + 1 : features],
    [1, config.places === "none" ? 0 : 1],
  ]),
  output: fibreShape([[0, POOLED * config.channels]]),
  layers: config.layers,
  norm: "layer",
  relative: "none",
  scalars: 0,
  pool: config.pool,
  outputs: outputs.reduce((product, size) => product * size, 1),
});

/** Points [B, n, 3] from the middle of those that are there. */
function fromMiddle({ points, mask }: ModelInputs): Tensor {
  const present = reshape(mask, [...mask.shape, 1]);
  const total = sum(where(present, points, points.tape.scalar(0)), [1]);
  return subtract(points, divide(total, sum(present, [1])));
}

/**
 * Features as scalars, places as vectors. Upright, heights are scalars and horizontal places are vectors ("+z", neighbours 1.7):
 * which way is up is then no matter of the frame, and only rotations about it are left.
 */
function fibreOf({ places }: Config, inputs: ModelInputs): Fibre {
  const { mask, features } = inputs;
  if (places === "none") return new Map([[0, scalars(features)]]);
  const place = fromMiddle(inputs);
  const vectors = (x: Tensor) => reshape(x, [...mask.shape, 3, 1]);
  if (places === "middle")
    return new Map([
      [0, scalars(features)],
      [1, vectors(place)],
    ]);
  return new Map([
    [0, scalars([...features, slice(place, 2, 2, 3)])],
    [1, vectors(pad(slice(place, 2, 0, 2), 2, 0, 3))],
  ]);
}

/** Numbers of points, side by side, as features of degree 0. */
function scalars(numbers: readonly Tensor[]): Tensor {
  const told = numbers.length === 1 ? (numbers[0] as Tensor) : concat(numbers, 2);
  const [batch, count, width] = told.shape as [number, number, number];
  return reshape(told, [batch, count, 1, width]);
}

type Inputs = { readonly features: Fibre; readonly mask: Tensor; readonly edges: Edges };
type Answer = { readonly output: Tensor; readonly states: readonly Fibre[] };

/** A network of fibres as a model of invariants. */
export function invariantModel(
  declare: (layout: ParameterLayout, config: Config, invariant: Invariant) => void,
  network: (weights: Weights, config: Config, invariant: Invariant, inputs: Inputs) => Answer,
): Model {
  const states = (weights: Weights, config: Config, sizes: Sizes, inputs: ModelInputs) => {
    const { mask } = inputs;
    const features = fibreOf(config, inputs);
    const edges = nearestEdges(inputs, config);
    const found = network(weights, config, invariantOf(config, sizes), { features, mask, edges });
    // Of a layer's features those that no motion changes.
    const own = found.states.map((fibre) => reshape(fibre.get(0) as Tensor, [...mask.shape, config.channels]));
    return { output: found.output, states: own };
  };
  return {
    declare: (layout, config, sizes) => declare(layout, config, invariantOf(config, sizes)),
    record: (...call) => states(...call).output,
    states,
  };
}
