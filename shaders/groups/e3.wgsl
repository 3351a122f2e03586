// E(3), SE(3) with the inversion -1: x -> (-1)^parity R x + t. The pair feature is the SE(3) logarithm once the inversion,
// which commutes with rotations, is split off on the right, and whether parities differ.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::se3;

const ALGEBRA_DIM = 6;
const PAIR_DIM = 7;

struct Element { rotation: vec4f, translation: vec3f, parity: f32 }

fn proper(g: Element) -> se3::Element { return se3::Element(g.rotation, g.translation); }
fn sign_of(parity: f32) -> f32 { return 1.0 - 2.0 * parity; }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  let g = se3::exp_map(a);
  return Element(g.rotation, g.translation, 0.0);
}
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> { return se3::log_map(proper(g)); }
fn compose(a: Element, b: Element) -> Element {
  let g = se3::compose(proper(a), se3::Element(b.rotation, sign_of(a.parity) * b.translation));
  return Element(g.rotation, g.translation, abs(a.parity - b.parity));
}
fn inverse(g: Element) -> Element {
  let h = se3::inverse(proper(g));
  return Element(h.rotation, sign_of(g.parity) * h.translation, g.parity);
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(vec4f(s[0], s[1], s[2], s[3]), vec3f(x[0], x[1], x[2]), s[4]);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let g = se3::relative(proper(a), proper(b));
  let l = se3::log_map(se3::Element(g.rotation, sign_of(b.parity) * g.translation));
  return array<f32, PAIR_DIM>(l[0], l[1], l[2], l[3], l[4], l[5], abs(a.parity - b.parity));
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(length(vec3f(pair[0], pair[1], pair[2])) + pair[6], length(vec3f(pair[3], pair[4], pair[5])));
}
