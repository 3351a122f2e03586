// SO(3) x R on the sphere and the line: rotations of the sphere, and shifts of time. A product of groups: elements, logarithms
// and pair features stand side by side, coordinates [wx, wy, wz, t].
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::so3;

const ALGEBRA_DIM = 4;
const PAIR_DIM = 4;

struct Element { rotation: vec4f, time: f32 }

fn sphere(g: Element) -> so3::Element { return so3::Element(g.rotation, 1.0); }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  return Element(so3::exp_map(array<f32, 3>(a[0], a[1], a[2])).rotation, a[3]);
}
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  let w = so3::log_map(sphere(g));
  return array<f32, ALGEBRA_DIM>(w[0], w[1], w[2], g.time);
}

fn compose(a: Element, b: Element) -> Element {
  return Element(so3::compose(sphere(a), sphere(b)).rotation, a.time + b.time);
}
fn inverse(g: Element) -> Element { return Element(so3::inverse(sphere(g)).rotation, -g.time); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(so3::lift(x, s).rotation, x[3]);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let w = so3::log_map(so3::compose(so3::inverse(sphere(b)), sphere(a)));
  return array<f32, PAIR_DIM>(w[0], w[1], w[2], a.time - b.time);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(length(vec3f(pair[0], pair[1], pair[2])), abs(pair[3]));
}
