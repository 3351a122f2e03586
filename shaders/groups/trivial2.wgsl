// No symmetry, in the plane (specification 2.11): the pair feature is both positions, [x_a, x_b].

const ALGEBRA_DIM = 2;
const PAIR_DIM = 4;

struct Element { translation: vec2f }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element { return Element(vec2f(a[0], a[1])); }
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  return array<f32, ALGEBRA_DIM>(g.translation.x, g.translation.y);
}
fn compose(a: Element, b: Element) -> Element { return Element(a.translation + b.translation); }
fn inverse(g: Element) -> Element { return Element(-g.translation); }

fn lift(x: vec2f, stabiliser: f32, k: u32) -> Element { return Element(x); }
fn lift_vjp(x: vec2f, stabiliser: f32, k: u32, cotangent: Element) -> vec2f { return cotangent.translation; }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  return array<f32, PAIR_DIM>(a.translation.x, a.translation.y, b.translation.x, b.translation.y);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return 0.8 * distance(vec2f(pair[0], pair[1]), vec2f(pair[2], pair[3]));
}

struct PairCotangent { a: Element, b: Element }
fn pair_feature_vjp(a: Element, b: Element, g: array<f32, PAIR_DIM>) -> PairCotangent {
  return PairCotangent(Element(vec2f(g[0], g[1])), Element(vec2f(g[2], g[3])));
}
fn sum(a: Element, b: Element) -> Element { return Element(a.translation + b.translation); }
