// SE(3) without a logarithm (specification 2.10): the pair feature is quaternion and translation of g_b^-1 g_a, the
// quaternion with the sign that the samples give it.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::quaternion::rotation_vector;
import package::groups::se3;

const PAIR_DIM = 7;

alias Element = se3::Element;

fn compose(a: Element, b: Element) -> Element { return se3::compose(a, b); }
fn inverse(g: Element) -> Element { return se3::inverse(g); }
fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element { return se3::lift(x, s); }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let g = se3::relative(a, b);
  let q = g.rotation;
  let t = g.translation;
  return array<f32, PAIR_DIM>(q.x, q.y, q.z, q.w, t.x, t.y, t.z);
}

// The distance of SE(3), not the published one, which mixes components.
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  let w = rotation_vector(vec4f(pair[0], pair[1], pair[2], pair[3]));
  return weighted(length(w), length(vec3f(pair[4], pair[5], pair[6])));
}
