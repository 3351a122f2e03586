// SE(2), rotations and translations of the plane, coordinates [angle, ux, uy] (specification 2.4, 2.5).
// An element keeps its angle beside (cos, sin): relative angles are then a subtraction, exact under a common rotation
// up to the rounding of two sums, and depend on the stabiliser samples only, never on positions.
// The angle lies in (-pi + SEAM, pi + SEAM], so that exact half turns do not flip sign with the rounding.

import package::groups::trigonometry::cos_sin;

const ALGEBRA_DIM = 3;
const PAIR_DIM = 3;
const PI = 3.14159265358979;
const SEAM = 0.007;

struct Element { translation: vec2f, rotation: vec2f, angle: f32 }

fn wrap(angle: f32) -> f32 {
  let turned = angle - 2.0 * PI * round(angle / (2.0 * PI));
  return select(turned, turned + 2.0 * PI, turned < SEAM - PI);
}

fn rotate(r: vec2f, v: vec2f) -> vec2f { return vec2f(r.x * v.x - r.y * v.y, r.y * v.x + r.x * v.y); }
fn unrotate(r: vec2f, v: vec2f) -> vec2f { return vec2f(r.x * v.x + r.y * v.y, r.x * v.y - r.y * v.x); }

// P(x) = (x/2) cot(x/2) = 1 - 2 sum_n w / (n^2 - w), w = (x / 2 pi)^2: the first pole as it is, the others by the powers
// of w with coefficients zeta(2k) - 1. For |x| < pi + SEAM the first term left out is below 2e-9; no branch, no sine.
fn half_cotangent(x: f32) -> f32 {
  let w = x * x * 0.0253302959;
  let others = 0.6449340668 + w * (0.0823232337 + w * (0.0173430620 + w * (0.0040773562 + w * (0.0009945751 + w * (0.0002460866 + w * 0.0000612481)))));
  return 1.0 - 2.0 * w * (1.0 / (1.0 - w) + others);
}

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  let x = a[0];
  let y = x * x;
  let small = abs(x) < 0.5;
  let safe = select(x, 1.0, small);
  let half = cos_sin(0.5 * safe).y;
  let rotation = cos_sin(x);
  // A = sin x / x and B = (1 - cos x) / x, the latter as 2 sin^2(x/2) / x.
  let A = select(rotation.y / safe, 1.0 - y / 6.0 + y * y / 120.0 - y * y * y / 5040.0 + y * y * y * y / 362880.0, small);
  let B = x * select(2.0 * half * half / (safe * safe),
    0.5 - y / 24.0 + y * y / 720.0 - y * y * y / 40320.0 + y * y * y * y / 3628800.0, small);
  let u = vec2f(a[1], a[2]);
  return Element(vec2f(A * u.x - B * u.y, B * u.x + A * u.y), rotation, x);
}

fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  let angle = wrap(g.angle);
  let P = half_cotangent(angle);
  let t = g.translation;
  return array<f32, ALGEBRA_DIM>(angle, P * t.x + 0.5 * angle * t.y, P * t.y - 0.5 * angle * t.x);
}

fn compose(a: Element, b: Element) -> Element {
  return Element(rotate(a.rotation, b.translation) + a.translation, rotate(a.rotation, b.rotation), a.angle + b.angle);
}
fn inverse(g: Element) -> Element {
  return Element(-unrotate(g.rotation, g.translation), vec2f(g.rotation.x, -g.rotation.y), -g.angle);
}

fn lift(x: vec2f, stabiliser: f32, k: u32) -> Element {
  return Element(x, cos_sin(stabiliser), stabiliser);
}
fn lift_vjp(x: vec2f, stabiliser: f32, k: u32, cotangent: Element) -> vec2f { return cotangent.translation; }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  return log_map(Element(unrotate(b.rotation, a.translation - b.translation), vec2f(1.0, 0.0), a.angle - b.angle));
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return 0.2 * abs(pair[0]) + 0.8 * length(vec2f(pair[1], pair[2]));
}

// Rotations come from stabiliser samples, which are not differentiated: only translations have cotangents.
struct PairCotangent { a: Element, b: Element }
fn pair_feature_vjp(a: Element, b: Element, g: array<f32, PAIR_DIM>) -> PairCotangent {
  let angle = wrap(a.angle - b.angle);
  let P = half_cotangent(angle);
  let d = rotate(b.rotation, vec2f(P * g[1] - 0.5 * angle * g[2], P * g[2] + 0.5 * angle * g[1]));
  return PairCotangent(Element(d, vec2f(0.0), 0.0), Element(-d, vec2f(0.0), 0.0));
}
fn sum(a: Element, b: Element) -> Element { return Element(a.translation + b.translation, vec2f(0.0), 0.0); }
