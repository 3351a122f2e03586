import { coordinates, operandIndex, spread } from "../indexing.ts";
import { broadcastShapes, isContiguous, type Layout, type Shape } from "../shape.ts";
import { constantOf, type Kernel, type Node, type Operation, type Tensor } from "../tape.ts";
import { expand } from "./movement.ts";

/**
 * Elementwise operations with numpy broadcasting: the WGSL expression of each. `compile` fuses chains of them into one kernel;
 * their derivatives stand in `derivatives.ts`.
 */
const rows = {
  add: (a, b) => `(${a} + ${b})`,
  subtract: (a, b) => `(${a} - ${b})`,
  multiply: (a, b) => `(${a} * ${b})`,
  divide: (a, b) => `(${a} / ${b})`,
  negate: (a) => `(-${a})`,
  exp: (a) => `exp(${a})`,
  log: (a) => `log(${a})`,
  abs: (a) => `abs(${a})`,
  sign: (a) => `sign(${a})`,
  sqrt: (a) => `sqrt(${a})`,
  // WGSL's own sine and cosine may be off by 2^-11.
  sin: (a) => `cos_sin(${a}).y`,
  cos: (a) => `cos_sin(${a}).x`,
  atan2: (y, x) => `angle_of(${x}, ${y})`,
  round: (a) => `round(${a})`,
  reciprocalSqrt: (a) => `inverseSqrt(${a})`,
  sigmoid: (a) => `sigmoid(${a})`,
  swish: (a) => `swish(${a})`,
  swishSlope: (a) => `swish_slope(${a})`,
  swishCurvature: (a) => `swish_curvature(${a})`,
  swishJerk: (a) => `swish_jerk(${a})`,
  relu: (a) => `max(${a}, 0.0)`,
  // log(1 + e^x) without overflow
  softplus: (a) => `(max(${a}, 0.0) + log(1.0 + exp(-abs(${a}))))`,
  greater: (a, b) => `select(0.0, 1.0, ${a} > ${b})`,
  equal: (a, b) => `select(0.0, 1.0, ${a} == ${b})`,
  maximum: (a, b) => `max(${a}, ${b})`,
  minimum: (a, b) => `min(${a}, ${b})`,
  where: (condition, a, b) => `select(${b}, ${a}, ${condition} != 0.0)`,
} satisfies Record<string, (...operands: string[]) => string>;

export type Elementwise = keyof typeof rows;

/** A recorded elementwise operation. */
export type ElementwiseNode = Node<{ readonly name: Elementwise }>;

/** The rule and WGSL of a fused chain: what the node computes from its operands' expressions. */
export function expressionOf(node: ElementwiseNode, operands: string[]): string {
  return (rows[node.attributes.name] as (...operands: string[]) => string)(...operands);
}

export const elementwise: Operation<{ readonly name: Elementwise }> = {
  name: "elementwise",
  kernel: (node, layouts) =>
    elementwiseKernel(
      node.attributes.name,
      node.shape,
      layouts,
      expressionOf(
        node,
        layouts.map((_, k) => `x${k}`),
      ),
    ),
};

function record(name: Elementwise, ...inputs: Tensor[]): Tensor {
  const tape = (inputs[0] as Tensor).tape;
  return tape.record(elementwise, inputs, broadcastShapes(...inputs.map((x) => x.shape)), { name });
}

/** Functions that expressions call, and the modules that have them. */
const helpers = [
  ["groups::trigonometry", "cos_sin"],
  ["groups::trigonometry", "angle_of"],
  ...["sigmoid", "swish", "swish_slope", "swish_curvature", "swish_jerk"].map(
    (name) => ["dense::swish", name] as const,
  ),
] as const;

export function elementwiseKernel(label: string, shape: Shape, layouts: readonly Layout[], expression: string): Kernel {
  const size = shape.reduce((a, b) => a * b, 1);
  const workgroups = spread(size, 64);
  const dense = (layout: Layout) => isContiguous(layout) && layout.shape.reduce((a, b) => a * b, 1) === size;
  const loads = layouts.map((layout, k) => {
    const index = dense(layout) ? (layout.offset ? `${layout.offset}u + i` : "i") : operandIndex(layout, shape.length);
    return `  let x${k} = b${k}[${index}];`;
  });
  const called = helpers.filter(([, name]) => new RegExp(String.raw`\b${name}\(`).test(expression));
  const code = [
    ...called.map(([module, name]) => `import package::${module}::${name};`),
    ...layouts.map((_, k) => `@group(0) @binding(${k}) var<storage, read> b${k}: array<f32>;`),
    `@group(0) @binding(${layouts.length}) var<storage, read_write> result: array<f32>;`,
    "@compute @workgroup_size(64)",
    "fn main(@builtin(global_invocation_id) id: vec3u) {",
    `  let i = id.x + id.y * ${workgroups[0] * 64}u;`,
    `  if (i >= ${size}u) { return; }`,
    ...(layouts.every(dense) ? [] : [`  ${coordinates(shape)}`]),
    ...loads,
    `  result[i] = ${expression};`,
    "}",
  ].join("\n");
  return { label, code, workgroups };
}

export const add = (a: Tensor, b: Tensor): Tensor => record("add", a, b);
export const subtract = (a: Tensor, b: Tensor): Tensor => record("subtract", a, b);
export const multiply = (a: Tensor, b: Tensor): Tensor => record("multiply", a, b);
export const divide = (a: Tensor, b: Tensor): Tensor => record("divide", a, b);
export const negate = (a: Tensor): Tensor => record("negate", a);
export const exp = (a: Tensor): Tensor => record("exp", a);
export const log = (a: Tensor): Tensor => record("log", a);
export const abs = (a: Tensor): Tensor => record("abs", a);
export const sign = (a: Tensor): Tensor => record("sign", a);
export const sqrt = (a: Tensor): Tensor => record("sqrt", a);
export const sin = (a: Tensor): Tensor => record("sin", a);
export const cos = (a: Tensor): Tensor => record("cos", a);
/** Angle of the vector (x, y), in (-pi, pi]. */
export const atan2 = (y: Tensor, x: Tensor): Tensor => record("atan2", y, x);
export const round = (a: Tensor): Tensor => record("round", a);
export const reciprocalSqrt = (a: Tensor): Tensor => record("reciprocalSqrt", a);
export const sigmoid = (a: Tensor): Tensor => record("sigmoid", a);
export const swish = (a: Tensor): Tensor => record("swish", a);
export const swishSlope = (a: Tensor): Tensor => record("swishSlope", a);
export const swishCurvature = (a: Tensor): Tensor => record("swishCurvature", a);
export const swishJerk = (a: Tensor): Tensor => record("swishJerk", a);
export const relu = (a: Tensor): Tensor => record("relu", a);
export const softplus = (a: Tensor): Tensor => record("softplus", a);
/** 1 where a > b, else 0. */
export const greater = (a: Tensor, b: Tensor): Tensor => record("greater", a, b);
/** 1 where a equals b, else 0. */
export const equal = (a: Tensor, b: Tensor): Tensor => record("equal", a, b);
export const maximum = (a: Tensor, b: Tensor): Tensor => record("maximum", a, b);
export const minimum = (a: Tensor, b: Tensor): Tensor => record("minimum", a, b);
/** Whether a condition is a constant without a zero, whatever shape it was given. */
function holds(condition: Tensor): boolean {
  let source = condition;
  while (source.operation.view) source = source.inputs[0] as Tensor;
  return constantOf(source)?.every((value) => value !== 0) ?? false;
}

/** `a` where the condition is not zero, else `b`. */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  if (holds(condition)) return expand(a, broadcastShapes(condition.shape, a.shape, b.shape));
  return record("where", condition, a, b);
}
export const square = (a: Tensor): Tensor => multiply(a, a);
export const scale = (a: Tensor, factor: number): Tensor => multiply(a, a.tape.scalar(factor));
/** 2 sigmoid(2 a) - 1: WGSL's own may overflow where |a| is large. */
export const tanh = (a: Tensor): Tensor => subtract(scale(sigmoid(scale(a, 2)), 2), a.tape.scalar(1));
