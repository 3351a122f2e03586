// SO(2) on the plane, an orbit a circle (specification 2.2). An element keeps its angle and, as orbit label, the radius.
// Pair feature: [angle_a - angle_b wrapped with the seam, r_a, r_b].
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::trigonometry::{angle_of, from_origin, wrap};

const ALGEBRA_DIM = 1;
const PAIR_DIM = 3;

struct Element { angle: f32, radius: f32 }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element { return Element(a[0], 1.0); }
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> { return array<f32, ALGEBRA_DIM>(wrap(g.angle)); }
fn compose(a: Element, b: Element) -> Element { return Element(a.angle + b.angle, b.radius); }
fn inverse(g: Element) -> Element { return Element(-g.angle, g.radius); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  let p = from_origin(vec3f(x[0], x[1], 0.0));
  return Element(angle_of(p.along.x, p.along.y), p.radius);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  return array<f32, PAIR_DIM>(wrap(a.angle - b.angle), a.radius, b.radius);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(abs(pair[0]), abs(pair[1] - pair[2]) / (pair[1] + pair[2] + 0.001));
}
