// SE(2) x R, the motions of space that keep the vertical z: shifts, and rotations about it. A product of groups: elements,
// logarithms and pair features stand side by side, coordinates [angle, ux, uy, uz].
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::se2;
import package::groups::trigonometry::cos_sin;

const ALGEBRA_DIM = 4;
const PAIR_DIM = 4;

struct Element { translation: vec2f, rotation: vec2f, angle: f32, height: f32 }

fn raised(g: se2::Element, height: f32) -> Element { return Element(g.translation, g.rotation, g.angle, height); }
fn plane(g: Element) -> se2::Element { return se2::Element(g.translation, g.rotation, g.angle); }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  return raised(se2::exp_map(array<f32, 3>(a[0], a[1], a[2])), a[3]);
}
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  let l = se2::log_map(plane(g));
  return array<f32, ALGEBRA_DIM>(l[0], l[1], l[2], g.height);
}

fn compose(a: Element, b: Element) -> Element { return raised(se2::compose(plane(a), plane(b)), a.height + b.height); }
fn inverse(g: Element) -> Element { return raised(se2::inverse(plane(g)), -g.height); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(vec2f(x[0], x[1]), cos_sin(s[0]), s[0], x[2]);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let l = se2::pair_feature(plane(a), plane(b));
  return array<f32, PAIR_DIM>(l[0], l[1], l[2], a.height - b.height);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(abs(pair[0]), length(vec3f(pair[1], pair[2], pair[3])));
}
