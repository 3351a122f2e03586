// T(n) with a linear group K that is given by its generators, n = 2 or 3: maps x -> M x + t. Matrices of the plane stand
// in the upper left corner of a 3 x 3 one. The module `basis` holds the generators and the dual basis.
// Pair feature: coordinates of log(g_b^-1 g_a), of its linear part in the basis, then of its translation.
import constants::{POINT_DIM, STABILISER_DIM};
import package::basis::{COUNT, GENERATORS, DUAL};
import package::groups::distance_weights::weighted;

const ALGEBRA_DIM = COUNT + POINT_DIM;
const PAIR_DIM = COUNT + POINT_DIM;
const ONE = mat3x3f(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0);

struct Element { linear: mat3x3f, shift: vec3f }

fn inverse_of(m: mat3x3f) -> mat3x3f {
  let rows = mat3x3f(cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1]));
  return transpose(rows) * (1.0 / dot(m[0], rows[0]));
}

// Principal square root U by its invariants i1, i2, i3 (Hoger and Carlson, 1984): I1 = i1^2 - 2 i2, I2 = i2^2 - 2 i1 i3,
// I3 = i3^2; a few rounds of the fixed point, then Newton's method.
fn square_root(c: mat3x3f) -> mat3x3f {
  let square = c * c;
  let I1 = c[0].x + c[1].y + c[2].z;
  let I2 = 0.5 * (I1 * I1 - square[0].x - square[1].y - square[2].z);
  let I3 = determinant(c);
  let i3 = sqrt(I3);
  var i2 = 3.0 * pow(I3, 1.0 / 3.0);
  var i1 = I1;
  for (var round = 0u; round < 3u; round++) {
    i1 = sqrt(I1 + 2.0 * i2);
    i2 = sqrt(I2 + 2.0 * i1 * i3);
  }
  for (var round = 0u; round < 7u; round++) {
    let f1 = i1 * i1 - 2.0 * i2 - I1;
    let f2 = i2 * i2 - 2.0 * i1 * i3 - I2;
    let half = 0.5 / (i1 * i2 - i3);
    let d1 = half * (i2 * f1 + f2);
    i2 -= half * (i3 * f1 + i1 * f2);
    i1 -= d1;
  }
  return (1.0 / (i1 * i2 - i3)) * (i1 * i3 * ONE + (i1 * i1 - i2) * c - square);
}

// Inverse scaling and squaring: three square roots, (M, t)^(1/2) = (R, (R + 1)^-1 t); then log M = 2 artanh Z,
// Z = (M - 1)(M + 1)^-1, and u = L / (e^L - 1) t, by series with errors below 1e-6 for |L| < 4.
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  var m = g.linear;
  var t = g.shift;
  for (var root = 0u; root < 3u; root++) {
    m = square_root(m);
    t = inverse_of(m + ONE) * t;
  }
  let z = (m - ONE) * inverse_of(m + ONE);
  let s = z * z;
  let l = 2.0 * (z * (ONE + s * ((1.0 / 3.0) * ONE + s * ((1.0 / 5.0) * ONE + s * ((1.0 / 7.0) * ONE + (1.0 / 9.0) * s)))));
  let once = l * t;
  let twice = l * once;
  let u = t - 0.5 * once + (1.0 / 12.0) * twice - (1.0 / 720.0) * (l * (l * twice));
  var a: array<f32, ALGEBRA_DIM>;
  @unroll for (var k = 0; k < COUNT; k++) {
    let dual = DUAL[k];
    a[k] = 8.0 * (dot(dual[0], l[0]) + dot(dual[1], l[1]) + dot(dual[2], l[2]));
  }
  @unroll for (var c = 0; c < POINT_DIM; c++) { a[COUNT + c] = 8.0 * u[c]; }
  return a;
}

// Scaling and squaring: Taylor's series of L / 64, then (M, t)^2 = (M^2, M t + t).
fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  var l = mat3x3f();
  @unroll for (var k = 0; k < COUNT; k++) { l += (a[k] / 64.0) * GENERATORS[k]; }
  var u = vec3f(0.0);
  @unroll for (var c = 0; c < POINT_DIM; c++) { u[c] = a[COUNT + c] / 64.0; }
  var m = ONE;
  var v = ONE;
  for (var k = 8u; k >= 1u; k--) {
    m = ONE + (1.0 / f32(k)) * (l * m);
    v = ONE + (1.0 / f32(k + 1u)) * (l * v);
  }
  var t = v * u;
  for (var k = 0u; k < 6u; k++) {
    t = m * t + t;
    m = m * m;
  }
  return Element(m, t);
}

fn compose(a: Element, b: Element) -> Element { return Element(a.linear * b.linear, a.linear * b.shift + a.shift); }
fn inverse(g: Element) -> Element {
  let back = inverse_of(g.linear);
  return Element(back, -(back * g.shift));
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  var shift = vec3f(0.0);
  @unroll for (var c = 0; c < POINT_DIM; c++) { shift[c] = x[c]; }
  return Element(mat3x3f(s[0], s[3], s[6], s[1], s[4], s[7], s[2], s[5], s[8]), shift);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let back = inverse_of(b.linear);
  return log_map(Element(back * a.linear, back * (a.shift - b.shift)));
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  var linear = 0.0;
  var shift = 0.0;
  @unroll for (var k = 0; k < COUNT; k++) { linear += pair[k] * pair[k]; }
  @unroll for (var c = 0; c < POINT_DIM; c++) { shift += pair[COUNT + c] * pair[COUNT + c]; }
  return weighted(sqrt(linear), sqrt(shift));
}
