import { contiguousStrides, type Shape, sizeOf } from "../../src/autograd/shape.ts";
import { constantOf, inputNameOf, type Node, stateOf, type Tensor } from "../../src/autograd/tape.ts";

const at = (values: ArrayLike<number>, k: number): number => values[k] as number;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const swishSlope = (x: number) => sigmoid(x) * (1 + x * (1 - sigmoid(x)));

const scalars: Readonly<Record<string, (...x: number[]) => number>> = {
  add: (a = 0, b = 0) => a + b,
  subtract: (a = 0, b = 0) => a - b,
  multiply: (a = 0, b = 0) => a * b,
  divide: (a = 0, b = 0) => a / b,
  negate: (a = 0) => -a,
  maximum: (a = 0, b = 0) => Math.max(a, b),
  minimum: (a = 0, b = 0) => Math.min(a, b),
  reciprocalSqrt: (a = 0) => 1 / Math.sqrt(a),
  swish: (a = 0) => a * sigmoid(a),
  swishSlope: (a = 0) => swishSlope(a),
};

/** The coordinates of element k of a tensor. */
const coordinatesOf = (k: number, shape: Shape): number[] =>
  contiguousStrides(shape).map((stride, axis) => Math.floor(k / stride) % (shape[axis] as number));

/** Where coordinates of a larger shape fall in one that is broadcast to it. */
function placeIn(shape: Shape, coordinates: readonly number[]): number {
  const strides = contiguousStrides(shape);
  const lead = coordinates.length - shape.length;
  return shape.reduce(
    (sum, size, axis) => sum + (size === 1 ? 0 : at(coordinates, lead + axis) * at(strides, axis)),
    0,
  );
}

// biome-ignore lint/suspicious/noExplicitAny: a rule is asked about nodes of its own operation only.
type Any = Node<any>;
type Rule = (node: Any, inputs: readonly Float64Array[]) => Float64Array;

/** Every element of the result from its coordinates. */
const each =
  (value: (coordinates: number[], node: Any, inputs: readonly Float64Array[]) => number): Rule =>
  (node, inputs) =>
    Float64Array.from({ length: node.size }, (_, k) => value(coordinatesOf(k, node.shape), node, inputs));

const shapeOf = (node: Tensor, k: number): Shape => (node.inputs[k] as Tensor).shape;
const same: Rule = (_, [x]) => x as Float64Array;

/** Product of rows of `a` and columns of `b`, [m, k] x [k, n]. */
function product(
  m: number,
  k: number,
  n: number,
  a: (i: number, l: number) => number,
  b: (l: number, j: number) => number,
) {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let l = 0; l < k; l++) result[i * n + j] = at(result, i * n + j) + a(i, l) * b(l, j);
  return result;
}

const rules: Readonly<Record<string, Rule>> = {
  reshape: same,
  variable: same,
  elementwise: each((coordinates, node, inputs) => {
    const rule = scalars[node.attributes.name];
    if (!rule) throw new Error(`float64 knows no ${node.attributes.name}.`);
    return rule(...inputs.map((x, k) => at(x, placeIn(shapeOf(node, k), coordinates))));
  }),
  expand: each((coordinates, node, [x]) => at(x as Float64Array, placeIn(shapeOf(node, 0), coordinates))),
  permute: each((coordinates, node, [x]) => {
    const from: number[] = [];
    node.attributes.axes.forEach((axis: number, k: number) => {
      from[axis] = at(coordinates, k);
    });
    return at(x as Float64Array, placeIn(shapeOf(node, 0), from));
  }),
  slice: each((coordinates, node, [x]) => {
    const { axis, start } = node.attributes;
    return at(x as Float64Array, placeIn(shapeOf(node, 0), coordinates.with(axis, at(coordinates, axis) + start)));
  }),
  pad: each((coordinates, node, inputs) => {
    const { axis, starts } = node.attributes;
    return inputs.reduce((sum, x, k) => {
      const place = at(coordinates, axis) - starts[k];
      const inside = place >= 0 && place < at(shapeOf(node, k), axis);
      return inside ? sum + at(x, placeIn(shapeOf(node, k), coordinates.with(axis, place))) : sum;
    }, 0);
  }),
  reduce: (node, [x]) => {
    const { kind, factor } = node.attributes;
    if (kind !== "sum") throw new Error(`float64 knows no ${kind}.`);
    const result = new Float64Array(node.size);
    const shape = shapeOf(node, 0);
    x?.forEach((value, k) => {
      const place = placeIn(node.shape, coordinatesOf(k, shape));
      result[place] = at(result, place) + factor * value;
    });
    return result;
  },
  matmul: (node, [a, b]) => {
    const [m, k] = shapeOf(node, 0).slice(-2) as [number, number];
    const n = node.shape.at(-1) as number;
    const parts = Array.from({ length: sizeOf(node.shape) / (m * n) }, (_, part) =>
      product(
        m,
        k,
        n,
        (i, l) => at(a as Float64Array, (part * m + i) * k + l),
        (l, j) => at(b as Float64Array, (part * k + l) * n + j),
      ),
    );
    return Float64Array.from(parts.flatMap((part) => Array.from(part)));
  },
  // Weights [out, in], then biases [out].
  affine: (node, [x, packed]) => {
    const [rows, inner] = shapeOf(node, 0) as [number, number];
    const outs = at(node.shape, 1);
    const y = product(
      rows,
      inner,
      outs,
      (i, l) => at(x as Float64Array, i * inner + l),
      (l, j) => at(packed as Float64Array, j * inner + l),
    );
    return node.attributes.bias
      ? y.map((value, k) => value + at(packed as Float64Array, outs * inner + (k % outs)))
      : y;
  },
  denseInputGradient: (node, [da, packed]) => {
    const [rows, outs] = shapeOf(node, 0) as [number, number];
    const inputs = at(node.shape, 1);
    return product(
      rows,
      outs,
      inputs,
      (i, l) => at(da as Float64Array, i * outs + l),
      (l, j) => at(packed as Float64Array, l * inputs + j),
    );
  },
};

/**
 * The value of a tape's node in float64, from the values of its inputs and states by name. Knows what a Hamiltonian of T(n)
 * is made of; fused operations are computed by their decomposition.
 */
export function inFloat64(root: Tensor, given: ReadonlyMap<string, ArrayLike<number>>): Float64Array {
  const known = new Map<Tensor, Float64Array>();
  const computed = (node: Tensor): Float64Array => {
    const before = known.get(node);
    if (before) return before;
    const value = compute(node);
    known.set(node, value);
    return value;
  };
  const compute = (node: Tensor): Float64Array => {
    const { operation } = node;
    const constant = constantOf(node);
    if (constant) return Float64Array.from(constant);
    const leaf = given.get(inputNameOf(node) ?? stateOf(node)?.name ?? "");
    if (leaf) return Float64Array.from(leaf);
    const rule = rules[operation.name];
    if (rule) return rule(node, node.inputs.map(computed));
    if (operation.decompose) return computed(operation.decompose(node));
    throw new Error(`float64 knows no operation ${operation.name}.`);
  };
  return computed(root);
}
