import { couplingEntries } from "./clebsch-gordan.ts";
import { harmonics } from "./harmonics.ts";
import { kernelOf } from "./kernel-basis.ts";
import { slopesArithmetic, variables, type WithSlopes } from "./slopes.ts";
import { Body, type Written } from "./written.ts";

const DIRECTION = ["u[0]", "u[1]", "u[2]"] as const;

/** W_J of a direction. */
function basisBody(l: number, k: number, J: number): string {
  const body = new Body();
  const own = harmonics<Written>(body, DIRECTION, J)[J] as Written[];
  const cells = kernelOf(body, [l, k, J], own);
  return body.returning(
    "array<Lanes, CELLS>",
    cells.map((cell) => cell ?? 0),
  );
}

/** Sum of the cotangents (*d)[cell] of W_J times its derivatives by the three components of the direction. */
function cotangentBody(l: number, k: number, J: number): string {
  const body = new Body();
  const [x, y, z] = variables<Written>(body, DIRECTION) as [
    WithSlopes<Written>,
    WithSlopes<Written>,
    WithSlopes<Written>,
  ];
  const own = harmonics(slopesArithmetic(body), [x, y, z], J)[J] as WithSlopes<Written>[];
  const received = new Array<Written>(2 * J + 1).fill(0);
  for (const { a, c, m, value } of couplingEntries(l, k, J)) {
    received[m] = body.add(received[m] as Written, body.multiply(value, `(*d)[${a * (2 * k + 1) + c}]`));
  }
  const slopes = ([0, 1, 2] as const).map((axis) =>
    own.reduce<Written>(
      (total, { slopes }, m) => body.add(total, body.multiply(received[m] as Written, slopes[axis])),
      0,
    ),
  );
  return body.returning("array<Lanes, 3>", slopes);
}

/** Harmonics of degrees 0 .. `degree`, and the sum of their cotangents times their derivatives. */
export function harmonicsModule(degree: number): string {
  const body = new Body();
  const values = harmonics<Written>(body, DIRECTION, degree).flat();
  const back = new Body();
  const own = harmonics(slopesArithmetic<Written>(back), variables<Written>(back, DIRECTION), degree).flat();
  const slopes = ([0, 1, 2] as const).map((axis) =>
    own.reduce<Written>((total, { slopes }, m) => back.add(total, back.multiply(`(*d)[${m}]`, slopes[axis])), 0),
  );
  return `import package::dense::activation::Lanes;
const HARMONICS = ${values.length};
fn harmonics(u: array<Lanes, 3>) -> array<Lanes, HARMONICS> ${body.returning("array<Lanes, HARMONICS>", values)}
fn harmonics_cotangent(u: array<Lanes, 3>, d: ptr<function, array<Lanes, HARMONICS>>) -> array<Lanes, 3> ${back.returning("array<Lanes, 3>", slopes)}`;
}

const known = new Map<string, string>();

/**
 * Text of the WGSL module `coupling` of two degrees: the kernels W_J [2l+1, 2k+1] of directions for each of the orders J, as
 * straight-line polynomials with the entries of the Clebsch-Gordan basis for constants, their cotangents, and the signs by
 * which they differ in the direction back.
 */
export function couplingModule(l: number, k: number, orders: readonly number[]): string {
  const name = `${l} ${k} ${orders}`;
  const before = known.get(name);
  if (before) return before;
  const choice = (bodies: readonly string[]) =>
    bodies.map((body, j) => (j < bodies.length - 1 ? `case ${j}: ${body}` : `default: ${body}`)).join("\n    ");
  const text = `import package::dense::activation::Lanes;
const ORDERS = ${orders.length};
const ROWS = ${2 * l + 1};
const COLUMNS = ${2 * k + 1};
const CELLS = ${(2 * l + 1) * (2 * k + 1)};
fn basis(order: i32, u: array<Lanes, 3>) -> array<Lanes, CELLS> {
  switch order {
    ${choice(orders.map((J) => basisBody(l, k, J)))}
  }
}
fn back(order: i32) -> f32 {
  switch order {
    ${choice(orders.map((J) => `{ return ${J % 2 === 0 ? "1.0" : "-1.0"}; }`))}
  }
}
fn basis_cotangent(order: i32, u: array<Lanes, 3>, d: ptr<function, array<Lanes, CELLS>>) -> array<Lanes, 3> {
  switch order {
    ${choice(orders.map((J) => cotangentBody(l, k, J)))}
  }
}`;
  known.set(name, text);
  return text;
}
