import {
  add,
  cos,
  divide,
  type Elementwise,
  elementwise,
  equal,
  greater,
  multiply,
  negate,
  scale,
  sigmoid,
  sign,
  sin,
  square,
  subtract,
  swishCurvature,
  swishJerk,
  swishSlope,
  where,
} from "./operations/elementwise.ts";
import {
  detachedOperation,
  expand,
  expandOperation,
  permute,
  permuteOperation,
  reshape,
  reshapeOperation,
  slice,
  sliceOperation,
  variableOperation,
} from "./operations/movement.ts";
import { endOf, pad, padOperation } from "./operations/pad.ts";
import { reduceOperation, sum, sumTo } from "./operations/reduce.ts";
import type { Node, Operation, Tensor } from "./tape.ts";

/**
 * Vector-Jacobian products of the primitives, written in primitives: the derivative of a movement is a sum, that of a sum a
 * movement. Those of larger operations stand beside their kernels.
 */

/** Cotangents of the inputs before broadcasting; null where an input is not differentiable. */
type Rule = (cotangent: Tensor, output: Tensor, ...inputs: Tensor[]) => (Tensor | null)[];

const elementwiseRules: Partial<Record<Elementwise, Rule>> = {
  add: (g) => [g, g],
  subtract: (g) => [g, negate(g)],
  multiply: (g, _, a, b) => [multiply(g, b as Tensor), multiply(g, a as Tensor)],
  divide: (g, y, _, b) => [divide(g, b as Tensor), negate(divide(multiply(g, y), b as Tensor))],
  negate: (g) => [negate(g)],
  exp: (g, y) => [multiply(g, y)],
  log: (g, _, a) => [divide(g, a as Tensor)],
  abs: (g, _, a) => [multiply(g, sign(a as Tensor))],
  sign: () => [null],
  sqrt: (g, y) => [divide(multiply(g, y.tape.scalar(0.5)), y)],
  sin: (g, _, a) => [multiply(g, cos(a as Tensor))],
  cos: (g, _, a) => [negate(multiply(g, sin(a as Tensor)))],
  atan2: (g, _, y, x) => {
    const rate = divide(g, add(square(x as Tensor), square(y as Tensor)));
    return [multiply(rate, x as Tensor), negate(multiply(rate, y as Tensor))];
  },
  round: () => [null],
  // y = 1/sqrt(x), dy/dx = -y^3 / 2
  reciprocalSqrt: (g, y) => [multiply(g, multiply(multiply(y, multiply(y, y)), y.tape.scalar(-0.5)))],
  sigmoid: (g, y) => [multiply(g, multiply(y, subtract(y.tape.scalar(1), y)))],
  // Each derivative in one piece: a learned force differentiates twice, and its gradient once more.
  swish: (g, _, a) => [multiply(g, swishSlope(a as Tensor))],
  swishSlope: (g, _, a) => [multiply(g, swishCurvature(a as Tensor))],
  swishCurvature: (g, _, a) => [multiply(g, swishJerk(a as Tensor))],
  relu: (g, _, a) => [multiply(g, greater(a as Tensor, g.tape.scalar(0)))],
  softplus: (g, _, a) => [multiply(g, sigmoid(a as Tensor))],
  greater: () => [null, null],
  equal: () => [null, null],
  maximum: (g, _, a, b) => {
    const first = greater(a as Tensor, b as Tensor);
    return [multiply(g, first), multiply(g, subtract(g.tape.scalar(1), first))];
  },
  minimum: (g, _, a, b) => {
    const first = greater(b as Tensor, a as Tensor);
    return [multiply(g, first), multiply(g, subtract(g.tape.scalar(1), first))];
  },
  // The branch not taken contributes nothing, not even a NaN.
  where: (g, _, condition) => {
    const zero = g.tape.scalar(0);
    return [null, where(condition as Tensor, g, zero), where(condition as Tensor, zero, g)];
  },
};

type Vjp = NonNullable<Operation["vjp"]>;

const rule = <Attributes>(
  operation: Operation<Attributes>,
  vjp: (node: Node<Attributes>, cotangent: Tensor) => (Tensor | null)[],
): [Operation, Vjp] => [operation, vjp as Vjp];

const rules = new Map<Operation, Vjp>([
  rule(elementwise, (node, cotangent) => {
    const { name } = node.attributes;
    const products = elementwiseRules[name];
    if (!products) throw new Error(`Operation ${name} has no derivative.`);
    const pieces = products(cotangent, node, ...node.inputs);
    return node.inputs.map((input, k) => {
      const piece = pieces[k];
      return piece ? sumTo(piece, input.shape) : null;
    });
  }),
  rule(reshapeOperation, (node, cotangent) => [reshape(cotangent, (node.inputs[0] as Tensor).shape)]),
  rule(variableOperation, (_, cotangent) => [cotangent]),
  rule(detachedOperation, () => [null]),
  rule(permuteOperation, (node, cotangent) => {
    const axes = node.attributes.axes;
    return [
      permute(
        cotangent,
        axes.map((_, k) => axes.indexOf(k)),
      ),
    ];
  }),
  rule(expandOperation, (node, cotangent) => [sumTo(cotangent, (node.inputs[0] as Tensor).shape)]),
  rule(sliceOperation, (node, cotangent) => {
    const { axis, start } = node.attributes;
    const whole = (node.inputs[0] as Tensor).shape[axis] as number;
    return [pad(cotangent, axis, start, whole)];
  }),
  rule(padOperation, (node, cotangent) => {
    const { axis, starts } = node.attributes;
    return node.inputs.map((_, k) => slice(cotangent, axis, starts[k] as number, endOf(node, k)));
  }),
  rule(reduceOperation, (node, cotangent) => {
    const x = node.inputs[0] as Tensor;
    const { axes, kind, factor } = node.attributes;
    if (kind === "sum") return [expand(factor === 1 ? cotangent : scale(cotangent, factor), x.shape)];
    // The cotangent is shared by the entries that reach the maximum.
    const reached = equal(x, node);
    return [multiply(reached, divide(cotangent, sum(reached, axes)))];
  }),
]);

/** The vector-Jacobian product of an operation, undefined where it has none of its own. */
export const vjpOf = (operation: Operation): Vjp | undefined => rules.get(operation) ?? operation.vjp?.bind(operation);
