// SE(2) lifted to the grid of angles 2 pi k / S, effectively T(2) with C_S (specification 2.6).
// Pair feature in the published direction, not a logarithm: [R_a^-1 (x_b - x_a), (k_b - k_a) mod S].
import constants::{SAMPLES, POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::se2::{rotate, unrotate};
import package::groups::trigonometry::cos_sin;

const ALGEBRA_DIM = 3;
const PAIR_DIM = 3;

struct Element { translation: vec2f, rotation: vec2f, index: f32 }

fn modulo(k: f32) -> f32 { return k - f32(SAMPLES) * floor((k + 0.5) / f32(SAMPLES)); }

fn at(translation: vec2f, index: f32) -> Element {
  return Element(translation, cos_sin(6.28318530717959 * index / f32(SAMPLES)), index);
}

fn compose(a: Element, b: Element) -> Element {
  return at(rotate(a.rotation, b.translation) + a.translation, modulo(a.index + b.index));
}
fn inverse(g: Element) -> Element { return at(-unrotate(g.rotation, g.translation), modulo(-g.index)); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element { return at(vec2f(x[0], x[1]), s[0]); }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let d = unrotate(a.rotation, b.translation - a.translation);
  return array<f32, PAIR_DIM>(d.x, d.y, modulo(b.index - a.index));
}
// The published lift has no distance; this is the one of SE(2), steps counted the shorter way round.
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(6.28318530717959 / f32(SAMPLES) * min(pair[2], f32(SAMPLES) - pair[2]), length(vec2f(pair[0], pair[1])));
}
