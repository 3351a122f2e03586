// What attention sees of a pair: the group's pair feature, or, squashed, that times tanh(r / 7) / r with r its length
// (specification 2.12), so that no pair is longer than one; by its series below r = 3.5.
import package::group::{Element, PAIR_DIM, pair_feature};

@if(!squash) fn seen_pair(a: Element, b: Element) -> array<f32, PAIR_DIM> { return pair_feature(a, b); }
@if(squash) fn seen_pair(a: Element, b: Element) -> array<f32, PAIR_DIM> {
  var pair = pair_feature(a, b);
  var square = 0.0;
  @unroll for (var c = 0; c < PAIR_DIM; c++) { square += pair[c] * pair[c]; }
  let s = square / 49.0;
  // Beyond 10, tanh is 1 in float32; exp would overflow.
  let y = min(sqrt(s), 10.0);
  let far = (1.0 - 2.0 / (1.0 + exp(2.0 * y))) / sqrt(max(s, 0.25));
  let near = 1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * (62.0 / 2835.0 + s * (-1382.0 / 155925.0 + s * 21844.0 / 6081075.0)))));
  let factor = select(near, far, s > 0.25) / 7.0;
  @unroll for (var c = 0; c < PAIR_DIM; c++) { pair[c] *= factor; }
  return pair;
}
