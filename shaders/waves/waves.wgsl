// Sums of waves, K_h(t) = sum_i amount_hi cos(2 pi rate_hi t) of heads h, which stationary kernels of the line are
// (docs/neighbours.md, 4.4).
import package::groups::trigonometry::cos_sin;

const TURN = 6.28318530718;

// Cosine and sine of so many turns, rate t: the part of a turn that is left of them, with what the product's rounding lost.
fn wave(rate: f32, t: f32) -> vec2f {
  let turns = rate * t;
  let lost = fma(rate, t, -turns);
  return cos_sin(TURN * (turns - round(turns) + lost));
}
