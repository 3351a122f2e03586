// SO(3) on space, an orbit a sphere (specification 2.8). An element is a unit quaternion and, as orbit label, the radius.
// Pair feature: [log(g_b^-1 g_a), r_a, r_b]. Stabiliser of e_x: rotations about e_x, sampled by their angle.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::quaternion::{conjugate, from_rotation_vector, multiply, rotation_vector};
import package::groups::trigonometry::{cos_sin, from_origin};

const ALGEBRA_DIM = 3;
const PAIR_DIM = 5;

struct Element { rotation: vec4f, radius: f32 }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  let w = vec3f(a[0], a[1], a[2]);
  return Element(from_rotation_vector(w, cos_sin(0.5 * length(w))), 1.0);
}
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  let w = rotation_vector(g.rotation);
  return array<f32, ALGEBRA_DIM>(w.x, w.y, w.z);
}
fn compose(a: Element, b: Element) -> Element { return Element(multiply(a.rotation, b.rotation), b.radius); }
fn inverse(g: Element) -> Element { return Element(conjugate(g.rotation), g.radius); }

// Shortest rotation that takes e_x to the unit vector u; at u = -e_x, where there is none, a half turn about e_z. The
// larger of cos and sin of the half angle by the half-angle formula, the other from sin = 2 sin(half) cos(half).
fn section(u: vec3f) -> vec4f {
  let across = dot(u.yz, u.yz);
  let pole = across < 1e-14;
  let size = sqrt(select(across, 1.0, pole));
  let larger = sqrt(0.5 * (1.0 + abs(u.x)));
  let smaller = select(0.5 * size / larger, 0.0, pole);
  let front = u.x > 0.0;
  let half = select(vec2f(smaller, larger), vec2f(larger, smaller), front);
  return vec4f(half.x, half.y * vec3f(0.0, select(vec2f(-u.z, u.y) / size, vec2f(0.0, 1.0), pole)));
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  let p = from_origin(vec3f(x[0], x[1], x[2]));
  let half = cos_sin(0.5 * s[0]);
  return Element(multiply(section(normalize(p.along)), vec4f(half, 0.0, 0.0)), p.radius);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let w = rotation_vector(multiply(conjugate(b.rotation), a.rotation));
  return array<f32, PAIR_DIM>(w.x, w.y, w.z, a.radius, b.radius);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(length(vec3f(pair[0], pair[1], pair[2])), abs(pair[3] - pair[4]));
}
