// Ty, translations along y; the label is x (specification 2.3).
// Pair feature: [coordinate a - coordinate b, label a, label b].
import constants::{POINT_DIM, STABILISER_DIM};
import package::groups::distance_weights::weighted;

const ALGEBRA_DIM = 1;
const PAIR_DIM = 3;

struct Element { coordinate: f32, label: f32 }

fn exp_map(a: array<f32, ALGEBRA_DIM>) -> Element { return Element(a[0], 0.0); }
fn log_map(g: Element) -> array<f32, ALGEBRA_DIM> { return array<f32, ALGEBRA_DIM>(g.coordinate); }
fn compose(a: Element, b: Element) -> Element { return Element(a.coordinate + b.coordinate, b.label); }
fn inverse(g: Element) -> Element { return Element(-g.coordinate, g.label); }

fn lift(x: array<f32, POINT_DIM>, s: array<f32, STABILISER_DIM>) -> Element { return Element(x[1], x[0]); }

fn pair_feature(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  return array<f32, PAIR_DIM>(a.coordinate - b.coordinate, a.label, b.label);
}
fn distance_of(pair: array<f32, PAIR_DIM>) -> f32 { return weighted(abs(pair[0]), abs(pair[1] - pair[2])); }
