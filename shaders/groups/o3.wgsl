// O(3) on space, an orbit a sphere: x -> (-1)^parity R x, and the radius as orbit label. Stabiliser of e_x: rotations
// about it and the reflection of z, which is the inversion times half a turn about e_z.
// Pair feature: [log of the relative rotation, whether parities differ, r_a, r_b].
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::quaternion::{conjugate, multiply, rotation_vector};
import package::groups::so3;

const ALGEBRA_DIM = 3;
const PAIR_DIM = 6;

struct Element { rotation: vec4f, radius: f32, parity: f32 }

fn proper(g: Element) -> so3::Element { return so3::Element(g.rotation, g.radius); }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element { return Element(so3::exp_map(a).rotation, 1.0, 0.0); }
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> { return so3::log_map(proper(g)); }
fn compose(a: Element, b: Element) -> Element {
  return Element(multiply(a.rotation, b.rotation), b.radius, abs(a.parity - b.parity));
}
fn inverse(g: Element) -> Element { return Element(conjugate(g.rotation), g.radius, g.parity); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  var angle: array<f32, STABILISER_DIM>;
  angle[0] = s[0];
  let g = so3::lift(x, angle);
  let turned = multiply(g.rotation, vec4f(0.0, 0.0, 0.0, 1.0));
  return Element(select(g.rotation, turned, s[1] > 0.5), g.radius, s[1]);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let w = rotation_vector(multiply(conjugate(b.rotation), a.rotation));
  return array<f32, PAIR_DIM>(w.x, w.y, w.z, abs(a.parity - b.parity), a.radius, b.radius);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(length(vec3f(pair[0], pair[1], pair[2])) + pair[3], abs(pair[4] - pair[5]));
}
