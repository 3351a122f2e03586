// T(3) with the rotations of a solid: elements of SE(3) whose rotations are a finite group, given as stabiliser samples.
// Pair feature: relative position, and two columns of the relative rotation matrix. A quaternion would not do: half turns
// have w = 0, and its sign is then nobody's choice.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::se3;
import package::groups::trigonometry::angle_of;

const PAIR_DIM = 9;

alias Element = se3::Element;

fn compose(a: Element, b: Element) -> Element { return se3::compose(a, b); }
fn inverse(g: Element) -> Element { return se3::inverse(g); }
fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element { return se3::lift(x, s); }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let g = se3::relative(a, b);
  let q = g.rotation;
  let t = g.translation;
  return array<f32, PAIR_DIM>(
    t.x, t.y, t.z,
    1.0 - 2.0 * (q.z * q.z + q.w * q.w), 2.0 * (q.y * q.z + q.x * q.w), 2.0 * (q.y * q.w - q.x * q.z),
    2.0 * (q.y * q.z - q.x * q.w), 1.0 - 2.0 * (q.y * q.y + q.w * q.w), 2.0 * (q.z * q.w + q.x * q.y));
}
// Angle of the relative rotation R from |R - R^T| and the trace; its third column is the product of the other two.
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  let x = vec3f(pair[3], pair[4], pair[5]);
  let y = vec3f(pair[6], pair[7], pair[8]);
  let z = cross(x, y);
  let sine = 0.5 * length(vec3f(y.z - z.y, z.x - x.z, x.y - y.x));
  return weighted(angle_of(0.5 * (x.x + y.y + z.z - 1.0), sine), length(vec3f(pair[0], pair[1], pair[2])));
}
