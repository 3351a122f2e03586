import { WORKGROUPS } from "../../gpu/limits.ts";
import { broadcastShapes, contiguousStrides, isContiguous, type Layout, type Shape } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { expand } from "./movement.ts";
import { sumTo } from "./reduce.ts";

/**
 * Elementwise operations with numpy broadcasting, one row each: the WGSL expression and the vector-Jacobian product.
 * `compile` fuses chains of them into one kernel.
 */
interface Row {
  wgsl(...operands: string[]): string;
  vjp?(cotangent: Tensor, output: Tensor, ...inputs: Tensor[]): (Tensor | null)[];
}

const rows = {
  add: { wgsl: (a, b) => `(${a} + ${b})`, vjp: (g) => [g, g] },
  subtract: { wgsl: (a, b) => `(${a} - ${b})`, vjp: (g) => [g, negate(g)] },
  multiply: {
    wgsl: (a, b) => `(${a} * ${b})`,
    vjp: (g, _, a, b) => [multiply(g, b as Tensor), multiply(g, a as Tensor)],
  },
  divide: {
    wgsl: (a, b) => `(${a} / ${b})`,
    vjp: (g, y, _, b) => [divide(g, b as Tensor), negate(divide(multiply(g, y), b as Tensor))],
  },
  negate: { wgsl: (a) => `(-${a})`, vjp: (g) => [negate(g)] },
  exp: { wgsl: (a) => `exp(${a})`, vjp: (g, y) => [multiply(g, y)] },
  log: { wgsl: (a) => `log(${a})`, vjp: (g, _, a) => [divide(g, a as Tensor)] },
  abs: { wgsl: (a) => `abs(${a})`, vjp: (g, _, a) => [multiply(g, sign(a as Tensor))] },
  sign: { wgsl: (a) => `sign(${a})`, vjp: () => [null] },
  sqrt: {
    wgsl: (a) => `sqrt(${a})`,
    vjp: (g, y) => [divide(multiply(g, y.tape.scalar(0.5)), y)],
  },
  // WGSL's own sine and cosine may be off by 2^-11.
  sin: { wgsl: (a) => `cos_sin(${a}).y`, vjp: (g, _, a) => [multiply(g, cos(a as Tensor))] },
  cos: { wgsl: (a) => `cos_sin(${a}).x`, vjp: (g, _, a) => [negate(multiply(g, sin(a as Tensor)))] },
  atan2: {
    wgsl: (y, x) => `angle_of(${x}, ${y})`,
    vjp: (g, _, y, x) => {
      const rate = divide(g, add(square(x as Tensor), square(y as Tensor)));
      return [multiply(rate, x as Tensor), negate(multiply(rate, y as Tensor))];
    },
  },
  round: { wgsl: (a) => `round(${a})`, vjp: () => [null] },
  // y = 1/sqrt(x), dy/dx = -y^3 / 2
  reciprocalSqrt: {
    wgsl: (a) => `inverseSqrt(${a})`,
    vjp: (g, y) => [multiply(g, multiply(multiply(y, multiply(y, y)), y.tape.scalar(-0.5)))],
  },
  sigmoid: {
    wgsl: (a) => `sigmoid(${a})`,
    vjp: (g, y) => [multiply(g, multiply(y, subtract(y.tape.scalar(1), y)))],
  },
  // Each derivative in one piece: a learned force differentiates twice, and its gradient once more.
  swish: { wgsl: (a) => `swish(${a})`, vjp: (g, _, a) => [multiply(g, swishSlope(a as Tensor))] },
  swishSlope: {
    wgsl: (a) => `swish_slope(${a})`,
    vjp: (g, _, a) => [multiply(g, swishCurvature(a as Tensor))],
  },
  swishCurvature: {
    wgsl: (a) => `swish_curvature(${a})`,
    vjp: (g, _, a) => [multiply(g, swishJerk(a as Tensor))],
  },
  swishJerk: { wgsl: (a) => `swish_jerk(${a})` },
  relu: {
    wgsl: (a) => `max(${a}, 0.0)`,
    vjp: (g, _, a) => [multiply(g, greater(a as Tensor, g.tape.scalar(0)))],
  },
  // log(1 + e^x) without overflow
  softplus: {
    wgsl: (a) => `(max(${a}, 0.0) + log(1.0 + exp(-abs(${a}))))`,
    vjp: (g, _, a) => [multiply(g, sigmoid(a as Tensor))],
  },
  greater: { wgsl: (a, b) => `select(0.0, 1.0, ${a} > ${b})`, vjp: () => [null, null] },
  equal: { wgsl: (a, b) => `select(0.0, 1.0, ${a} == ${b})`, vjp: () => [null, null] },
  maximum: {
    wgsl: (a, b) => `max(${a}, ${b})`,
    vjp: (g, _, a, b) => {
      const first = greater(a as Tensor, b as Tensor);
      return [multiply(g, first), multiply(g, subtract(g.tape.scalar(1), first))];
    },
  },
  minimum: {
    wgsl: (a, b) => `min(${a}, ${b})`,
    vjp: (g, _, a, b) => {
      const first = greater(b as Tensor, a as Tensor);
      return [multiply(g, first), multiply(g, subtract(g.tape.scalar(1), first))];
    },
  },
  // The branch not taken contributes nothing, not even a NaN.
  where: {
    wgsl: (condition, a, b) => `select(${b}, ${a}, ${condition} != 0.0)`,
    vjp: (g, _, condition) => {
      const zero = g.tape.scalar(0);
      return [null, where(condition as Tensor, g, zero), where(condition as Tensor, zero, g)];
    },
  },
} satisfies Record<string, Row>;

type Name = keyof typeof rows;

const rowOf = (name: Name): Row => rows[name];

/** The rule and WGSL of a fused chain: what the node computes from its operands' expressions. */
export function expressionOf(node: Tensor, operands: string[]): string {
  return rowOf(node.attributes.name).wgsl(...operands);
}

export const elementwise: Operation = {
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
  vjp: (node, cotangent) => {
    const pieces = rowOf(node.attributes.name).vjp?.(cotangent, node, ...node.inputs) ?? [];
    return node.inputs.map((input, k) => {
      const piece = pieces[k];
      return piece ? sumTo(piece, input.shape) : null;
    });
  },
};

function record(name: Name, ...inputs: Tensor[]): Tensor {
  const tape = (inputs[0] as Tensor).tape;
  return tape.record(elementwise, inputs, broadcastShapes(...inputs.map((x) => x.shape)), { name });
}

/** Index of the element of a broadcast operand that belongs to output coordinates `c0, c1, ..`. */
export function operandIndex({ offset, shape, strides }: Layout, rank: number): string {
  const terms: string[] = offset > 0 ? [`${offset}u`] : [];
  shape.forEach((size, k) => {
    const stride = strides[k] as number;
    if (size === 1 || stride === 0) return;
    const coordinate = `c${rank - shape.length + k}`;
    terms.push(stride === 1 ? coordinate : `${coordinate} * ${stride}u`);
  });
  return terms.length > 0 ? terms.join(" + ") : "0u";
}

/** WGSL that splits the linear index `i` into coordinates `c0, c1, ..` of `shape`. */
export function coordinates(shape: Shape, index = "i"): string {
  const strides = contiguousStrides(shape);
  return shape
    .map((size, k) => {
      const quotient = strides[k] === 1 ? index : `${index} / ${strides[k]}u`;
      return `let c${k} = ${k === 0 ? quotient : `(${quotient}) % ${size}u`};`;
    })
    .join(" ");
}

/** Workgroups for `threads` invocations, spread over two dimensions where one is not enough. */
export function spread(threads: number, workgroupSize: number): [number, number, number] {
  const groups = Math.max(1, Math.ceil(threads / workgroupSize));
  const rows = Math.ceil(groups / WORKGROUPS);
  return [Math.ceil(groups / rows), rows, 1];
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
const sign = (a: Tensor): Tensor => record("sign", a);
export const sqrt = (a: Tensor): Tensor => record("sqrt", a);
export const sin = (a: Tensor): Tensor => record("sin", a);
export const cos = (a: Tensor): Tensor => record("cos", a);
/** Angle of the vector (x, y), in (-pi, pi]. */
export const atan2 = (y: Tensor, x: Tensor): Tensor => record("atan2", y, x);
export const round = (a: Tensor): Tensor => record("round", a);
export const reciprocalSqrt = (a: Tensor): Tensor => record("reciprocalSqrt", a);
export const sigmoid = (a: Tensor): Tensor => record("sigmoid", a);
export const swish = (a: Tensor): Tensor => record("swish", a);
const swishSlope = (a: Tensor): Tensor => record("swishSlope", a);
const swishCurvature = (a: Tensor): Tensor => record("swishCurvature", a);
const swishJerk = (a: Tensor): Tensor => record("swishJerk", a);
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
  const { data } = source.attributes as { data?: readonly number[] };
  return data?.every((value) => value !== 0) ?? false;
}

/** `a` where the condition is not zero, else `b`. */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  if (holds(condition)) return expand(a, broadcastShapes(condition.shape, a.shape, b.shape));
  return record("where", condition, a, b);
}
export const square = (a: Tensor): Tensor => multiply(a, a);
export const scale = (a: Tensor, factor: number): Tensor => multiply(a, a.tape.scalar(factor));
