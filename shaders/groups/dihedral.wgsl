// T(2) with the dihedral group D_n, S = 2 n: elements of E(2) with angles 2 pi k / n, with and without the reflection.
// Pair feature: [relative position, relative rotation in steps modulo n, reflection].
import constants::{POINT_DIM, STABILISER_DIM, SAMPLES};
import package::groups::distance_weights::weighted;
import package::groups::e2;
import package::groups::trigonometry::{cos_sin, PI};

const PAIR_DIM = 4;
const ROTATIONS = SAMPLES / 2;

alias Element = e2::Element;

fn compose(a: Element, b: Element) -> Element { return e2::compose(a, b); }
fn inverse(g: Element) -> Element { return e2::inverse(g); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  let flip = select(0.0, 1.0, s[0] > f32(ROTATIONS) - 0.5);
  let angle = 2.0 * PI / f32(ROTATIONS) * (s[0] - flip * f32(ROTATIONS));
  return Element(vec2f(x[0], x[1]), cos_sin(angle), angle, flip);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let g = e2::relative(a, b);
  let k = round(g.angle * f32(ROTATIONS) / (2.0 * PI));
  let step = k - f32(ROTATIONS) * floor((k + 0.5) / f32(ROTATIONS));
  return array<f32, PAIR_DIM>(g.translation.x, g.translation.y, step, g.flip);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  let angle = 2.0 * PI / f32(ROTATIONS) * min(pair[2], f32(ROTATIONS) - pair[2]);
  return weighted(angle + pair[3], length(vec2f(pair[0], pair[1])));
}
