// R+ x SO(2), scalings and rotations about the origin (specification 2.3). Element = [log scale, angle]; the group is
// commutative, so everything is a sum. Angles wrap at pi itself.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::trigonometry::{angle_of, from_origin, wrap_at_pi, ORIGIN};

const ALGEBRA_DIM = 2;
const PAIR_DIM = 2;

struct Element { log_scale: f32, angle: f32 }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element { return Element(a[0], a[1]); }
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  return array<f32, ALGEBRA_DIM>(g.log_scale, wrap_at_pi(g.angle));
}
fn compose(a: Element, b: Element) -> Element { return Element(a.log_scale + b.log_scale, a.angle + b.angle); }
fn inverse(g: Element) -> Element { return Element(-g.log_scale, -g.angle); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  let p = from_origin(vec3f(x[0], x[1], 0.0));
  return Element(log(max(p.radius, ORIGIN)), angle_of(p.along.x, p.along.y));
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> { return log_map(compose(a, inverse(b))); }
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 { return weighted(abs(pair[1]), abs(pair[0])); }
