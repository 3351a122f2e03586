// T(n), translations of n-space. Element = vector; exp and log are the identity; the stabiliser is trivial.
// Pair feature (specification 2.1): log(g_b^-1 g_a) = x_a - x_b.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;

const ALGEBRA_DIM = POINT_DIM;
const PAIR_DIM = POINT_DIM;

struct Element { translation: array<f32, POINT_DIM> }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element { return Element(a); }
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> { return g.translation; }
fn compose(a: Element, b: Element) -> Element {
  var g: Element;
  @unroll for (var c = 0; c < POINT_DIM; c++) { g.translation[c] = a.translation[c] + b.translation[c]; }
  return g;
}
fn inverse(g: Element) -> Element {
  var h: Element;
  @unroll for (var c = 0; c < POINT_DIM; c++) { h.translation[c] = -g.translation[c]; }
  return h;
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element { return Element(x); }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> { return compose(a, inverse(b)).translation; }

fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  var square = 0.0;
  @unroll for (var c = 0; c < PAIR_DIM; c++) { square += pair[c] * pair[c]; }
  return weighted(sqrt(square), 0.0);
}
