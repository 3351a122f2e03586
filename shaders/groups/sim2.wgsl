// Sim(2), similarities of the plane, as complex numbers: z -> e^l z + t, l = log scale + i angle. The stabiliser of the
// origin is R+ x SO(2), sampled as [angle, log scale].
// Pair feature: log(g_b^-1 g_a) = [log scale, angle, V^-1 t], V = (e^l - 1) / l.
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;
import package::groups::trigonometry::{cos_sin, wrap};

const ALGEBRA_DIM = 4;
const PAIR_DIM = 4;

struct Element { translation: vec2f, log_scale: f32, angle: f32 }

fn product(a: vec2f, b: vec2f) -> vec2f { return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x); }
fn power(g: Element) -> vec2f { return exp(g.log_scale) * cos_sin(g.angle); }

// l / (e^l - 1) = 1 - l/2 + 2 w S, w = (l / 2 pi)^2, S = sum_n 1 / (n^2 + w): the first pole as it is, the others by
// powers of -w with coefficients zeta(2k) - 1; for |l| < 6 the first term left out is below 1e-6.
fn inverse_v(l: vec2f) -> vec2f {
  let w = 0.0253302959 * product(l, l);
  var others = vec2f(2.3845050e-7, 0.0);
  others = vec2f(9.5396203e-7, 0.0) - product(w, others);
  others = vec2f(3.8172933e-6, 0.0) - product(w, others);
  others = vec2f(1.5282259e-5, 0.0) - product(w, others);
  others = vec2f(6.1248135e-5, 0.0) - product(w, others);
  others = vec2f(2.4608655e-4, 0.0) - product(w, others);
  others = vec2f(9.9457513e-4, 0.0) - product(w, others);
  others = vec2f(4.0773562e-3, 0.0) - product(w, others);
  others = vec2f(1.7343062e-2, 0.0) - product(w, others);
  others = vec2f(8.2323234e-2, 0.0) - product(w, others);
  others = vec2f(6.4493407e-1, 0.0) - product(w, others);
  let pole = vec2f(1.0 + w.x, w.y);
  let s = others + vec2f(pole.x, -pole.y) / dot(pole, pole);
  return vec2f(1.0, 0.0) - 0.5 * l + 2.0 * product(w, s);
}

fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> {
  let l = vec2f(g.log_scale, wrap(g.angle));
  let u = product(inverse_v(l), g.translation);
  return array<f32, ALGEBRA_DIM>(l.x, l.y, u.x, u.y);
}
// V by division: u / V^-1.
fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element {
  let v = inverse_v(vec2f(a[0], a[1]));
  return Element(product(vec2f(a[2], a[3]), vec2f(v.x, -v.y)) / dot(v, v), a[0], a[1]);
}
fn compose(a: Element, b: Element) -> Element {
  return Element(product(power(a), b.translation) + a.translation, a.log_scale + b.log_scale, a.angle + b.angle);
}
fn inverse(g: Element) -> Element {
  let back = Element(vec2f(0.0), -g.log_scale, -g.angle);
  return Element(-product(power(back), g.translation), back.log_scale, back.angle);
}

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element {
  return Element(vec2f(x[0], x[1]), s[1], s[0]);
}

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  let back = power(Element(vec2f(0.0), -b.log_scale, -b.angle));
  let t = product(back, a.translation - b.translation);
  return log_map(Element(t, a.log_scale - b.log_scale, a.angle - b.angle));
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 {
  return weighted(abs(pair[1]), abs(pair[0]) + length(vec2f(pair[2], pair[3])));
}
