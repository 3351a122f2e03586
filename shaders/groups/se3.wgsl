// SE(3), rotations and translations of space, coordinates [wx, wy, wz, ux, uy, uz] (specification 2.9). The stabiliser
// of the origin is SO(3), sampled as unit quaternions; an element is (quaternion, position).
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::quaternion::{conjugate, from_rotation_vector, multiply, rotate, rotation_vector};
import package::groups::trigonometry::{cos_sin, quadratic_coefficient};

const ALGEBRA_DIM = 6;
const PAIR_DIM = 6;

struct Element { rotation: vec4f, translation: vec3f }

// t = V u, V = I + B K + C K^2, B = (1 - cos x) / x^2, C = (x - sin x) / x^3; series below 0.5, the rest without
// cancellation in B.
fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  let w = vec3f(a[0], a[1], a[2]);
  let u = vec3f(a[3], a[4], a[5]);
  let y = dot(w, w);
  let near = y < 0.25;
  let safe = select(y, 1.0, near);
  let x = sqrt(y);
  let half = cos_sin(0.5 * x);
  let B = select(2.0 * half.y * half.y / safe, 0.5 + y * (-1.0 / 24.0 + y * (1.0 / 720.0 - y / 40320.0)), near);
  let C = select((x - cos_sin(x).y) / (safe * sqrt(safe)),
    1.0 / 6.0 + y * (-1.0 / 120.0 + y * (1.0 / 5040.0 - y / 362880.0)), near);
  let once = cross(w, u);
  return Element(from_rotation_vector(w, half), u + B * once + C * cross(w, once));
}

// u = (I - K/2 + Q K^2) t.
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  let w = rotation_vector(g.rotation);
  let once = cross(w, g.translation);
  let u = g.translation - 0.5 * once + quadratic_coefficient(dot(w, w)) * cross(w, once);
  return array<f32, ALGEBRA_DIM>(w.x, w.y, w.z, u.x, u.y, u.z);
}

fn compose(a: Element, b: Element) -> Element {
  return Element(multiply(a.rotation, b.rotation), rotate(a.rotation, b.translation) + a.translation);
}
fn inverse(g: Element) -> Element {
  let back = conjugate(g.rotation);
  return Element(back, -rotate(back, g.translation));
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(vec4f(s[0], s[1], s[2], s[3]), vec3f(x[0], x[1], x[2]));
}

// b^-1 a; the difference of positions first.
fn relative(a: Element, b: Element) -> Element {
  let back = conjugate(b.rotation);
  return Element(multiply(back, a.rotation), rotate(back, a.translation - b.translation));
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> { return log_map(relative(a, b)); }
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(length(vec3f(pair[0], pair[1], pair[2])), length(vec3f(pair[3], pair[4], pair[5])));
}
