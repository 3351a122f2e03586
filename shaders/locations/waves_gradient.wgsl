// Gradient of rates and amounts of a head's waves, summed over all pairs with their cotangents d:
//
//   d rate_i = -2 pi amount_i sum t sin(2 pi rate_i t) d      d amount_i = sum cos(2 pi rate_i t) d
//
// Each thread sums its own pairs (`package::locations::own_gradient`): there are few numbers.
import constants::WAVES;
import package::group::PAIR_DIM;
import package::dense::activation::Lanes;
import package::location::{Kept, amount};
import package::locations::own_gradient::{gradient, store_own_gradient};
import package::waves::waves::TURN;

fn add_pairs(thread: u32, l: ptr<function, array<Lanes, PAIR_DIM>>, state: ptr<function, Kept>, d: Lanes) {
  let by_time = (*l)[0] * d;
  for (var i = 0u; i < u32(WAVES); i++) {
    gradient[i] -= dot(by_time, (*state).of_wave[i].sine);
    gradient[u32(WAVES) + i] += dot(d, (*state).of_wave[i].cosine);
  }
}

fn store_gradient(base: u32, thread: u32) {
  for (var i = 0u; i < u32(WAVES); i++) { gradient[i] *= TURN * amount(i); }
  store_own_gradient(base, thread);
}
