// E(2), SE(2) with reflections: x -> R F^flip x + t, F the reflection of y. The pair feature is the SE(2) logarithm once
// F is split off on the right, and whether the two elements differ by a reflection.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::se2;
import package::groups::se2::{rotate, unrotate};
import package::groups::trigonometry::cos_sin;

const ALGEBRA_DIM = 3;
const PAIR_DIM = 4;

struct Element { translation: vec2f, rotation: vec2f, angle: f32, flip: f32 }

fn reflected(v: vec2f, flip: f32) -> vec2f { return vec2f(v.x, v.y * (1.0 - 2.0 * flip)); }
fn differ(p: f32, q: f32) -> f32 { return abs(p - q); }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  let g = se2::exp_map(a);
  return Element(g.translation, g.rotation, g.angle, 0.0);
}
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  return se2::log_map(se2::Element(g.translation, g.rotation, g.angle));
}
fn compose(a: Element, b: Element) -> Element {
  let turn = b.angle * (1.0 - 2.0 * a.flip);
  let t = rotate(a.rotation, reflected(b.translation, a.flip)) + a.translation;
  return Element(t, rotate(a.rotation, reflected(b.rotation, a.flip)), a.angle + turn, differ(a.flip, b.flip));
}
fn inverse(g: Element) -> Element {
  let t = reflected(unrotate(g.rotation, g.translation), g.flip);
  return Element(-t, vec2f(g.rotation.x, g.rotation.y * (2.0 * g.flip - 1.0)), g.angle * (2.0 * g.flip - 1.0), g.flip);
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(vec2f(x[0], x[1]), cos_sin(s[0]), s[0], s[1]);
}

// b^-1 a; the rotation itself is not needed.
fn relative(a: Element, b: Element) -> Element {
  let t = reflected(unrotate(b.rotation, a.translation - b.translation), b.flip);
  return Element(t, vec2f(1.0, 0.0), (a.angle - b.angle) * (1.0 - 2.0 * b.flip), differ(a.flip, b.flip));
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let g = relative(a, b);
  let l = log_map(g);
  return array<f32, PAIR_DIM>(l[0], l[1], l[2], g.flip);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(abs(pair[0]) + pair[3], length(vec2f(pair[1], pair[2])));
}
