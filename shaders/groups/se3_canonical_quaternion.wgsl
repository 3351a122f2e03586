// SE(3) without a logarithm, the pair's quaternion with w >= 0: it does not depend on which of q and -q was sampled.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::quaternion::canonical;
import package::groups::se3;
import package::groups::se3_quaternion;

const PAIR_DIM = 7;

alias Element = se3::Element;

fn compose(a: Element, b: Element) -> Element { return se3::compose(a, b); }
fn inverse(g: Element) -> Element { return se3::inverse(g); }
fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element { return se3::lift(x, s); }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let g = se3::relative(a, b);
  let q = canonical(g.rotation);
  let t = g.translation;
  return array<f32, PAIR_DIM>(q.x, q.y, q.z, q.w, t.x, t.y, t.z);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 { return se3_quaternion::distance_of(pair); }
