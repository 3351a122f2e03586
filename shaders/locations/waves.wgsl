// One head's location as a sum of waves of the pair feature t, a stationary kernel of the line (docs/neighbours.md, 4.4):
//
//   K(t) = sum_i amount_i cos(2 pi rate_i t)
//
// weights [H, 2 WAVES]: rates, then amounts. Loops over waves are not unrolled: there may be many, and some compilers take
// a time exponential in the number of sines in one block.
import constants::{WAVES, WEIGHTS, OFFSET3};
import package::group::PAIR_DIM;
import package::dense::activation::{Activated, Lanes, LANES};
import package::waves::waves::wave;

@group(0) @binding(3) var<storage, read> location: array<f32>;

var<private> first_weight: u32;
fn choose_head(head: u32) { first_weight = u32(OFFSET3) + head * u32(WEIGHTS); }
fn rate(i: u32) -> f32 { return location[first_weight + i]; }
fn amount(i: u32) -> f32 { return location[first_weight + u32(WAVES) + i]; }

// Cosine and sine of one wave for all pairs of a thread.
struct Waves { cosine: Lanes, sine: Lanes }

fn waves(turns: f32, t: Lanes) -> Waves {
  var y: Waves;
  @unroll for (var r = 0; r < LANES; r++) {
    let own = wave(turns, t[r]);
    y.cosine[r] = own.x;
    y.sine[r] = own.y;
  }
  return y;
}

fn location_score(l: ptr<function, array<Lanes, PAIR_DIM>>) -> Lanes {
  var score = Lanes(0.0);
  for (var i = 0u; i < u32(WAVES); i++) { score += amount(i) * waves(rate(i), (*l)[0]).cosine; }
  return score;
}

// What the backward pass needs of a pair.
struct Kept { of_wave: array<Waves, WAVES> }

// Nothing is activated: the slope is 1.
fn location_score_with_slopes(l: ptr<function, array<Lanes, PAIR_DIM>>, state: ptr<function, Kept>) -> Activated {
  var score = Lanes(0.0);
  for (var i = 0u; i < u32(WAVES); i++) {
    let y = waves(rate(i), (*l)[0]);
    (*state).of_wave[i] = y;
    score += amount(i) * y.cosine;
  }
  return Activated(score, Lanes(1.0));
}

// Waves have no layers to go back through.
fn location_cotangents(d3: Lanes, state: ptr<function, Kept>) {}
