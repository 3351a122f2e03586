// SE(2), rotations and translations of the plane, coordinates [angle, ux, uy] (specification 2.4, 2.5).
// An element keeps its angle beside (cos, sin): relative angles are then a subtraction, exact under a common rotation
// up to the rounding of two sums, and depend on the stabiliser samples only, never on positions.
// The angle lies in (-pi + SEAM, pi + SEAM], so that exact half turns do not flip sign with the rounding.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::trigonometry::{cos_sin, half_cotangent, wrap};

const ALGEBRA_DIM = 3;
const PAIR_DIM = 3;

struct Element { translation: vec2f, rotation: vec2f, angle: f32 }

fn rotate(r: vec2f, v: vec2f) -> vec2f { return vec2f(r.x * v.x - r.y * v.y, r.y * v.x + r.x * v.y); }
fn unrotate(r: vec2f, v: vec2f) -> vec2f { return vec2f(r.x * v.x + r.y * v.y, r.x * v.y - r.y * v.x); }

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
  let P = half_cotangent(angle * angle);
  let t = g.translation;
  return array<f32, ALGEBRA_DIM>(angle, P * t.x + 0.5 * angle * t.y, P * t.y - 0.5 * angle * t.x);
}

fn compose(a: Element, b: Element) -> Element {
  return Element(rotate(a.rotation, b.translation) + a.translation, rotate(a.rotation, b.rotation), a.angle + b.angle);
}
fn inverse(g: Element) -> Element {
  return Element(-unrotate(g.rotation, g.translation), vec2f(g.rotation.x, -g.rotation.y), -g.angle);
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(vec2f(x[0], x[1]), cos_sin(s[0]), s[0]);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  return log_map(Element(unrotate(b.rotation, a.translation - b.translation), vec2f(1.0, 0.0), a.angle - b.angle));
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(abs(pair[0]), length(vec2f(pair[1], pair[2])));
}
