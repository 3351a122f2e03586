// Angles in single precision, whatever the adapter's own functions are good for: WGSL allows sin and cos to be off by
// 2^-11 and atan2 by 4096 units in the last place, and a rotation that wrong would break equivariance.

const PI = 3.14159265358979;
const SEAM = 0.007;

// (cos x, sin x) to 1e-7 for |x| < 1000. Quadrant reduction with pi/2 in three parts (Cody and Waite, 1980); the
// polynomials are the single-precision ones of Cephes (S. Moshier) on |r| <= pi/4.
fn cos_sin(x: f32) -> vec2f {
  let quadrant = round(x * 0.636619772);
  let r = ((x - quadrant * 1.5703125) - quadrant * 4.837512969970703e-4) - quadrant * 7.54978995489188e-8;
  let y = r * r;
  let s = r + r * y * (-1.6666654611e-1 + y * (8.3321608736e-3 - y * 1.9515295891e-4));
  let c = 1.0 - 0.5 * y + y * y * (4.166664568298827e-2 + y * (-1.388731625493765e-3 + y * 2.443315711809948e-5));
  let turns = i32(quadrant) & 3;
  let swapped = select(vec2f(c, s), vec2f(s, c), (turns & 1) == 1);
  return vec2f(select(swapped.x, -swapped.x, turns == 1 || turns == 2), select(swapped.y, -swapped.y, turns >= 2));
}

// Angle of the vector (x, y) in [-pi, pi], to 2e-7. The smaller coordinate over the larger, reduced once more at
// tan(pi/8), and the single-precision polynomial of Cephes. The zero vector has angle 0.
fn angle_of(x: f32, y: f32) -> f32 {
  let large = max(abs(x), abs(y));
  let t = min(abs(x), abs(y)) / select(large, 1.0, large == 0.0);
  let steep = t > 0.414213562;
  let r = select(t, (t - 1.0) / (t + 1.0), steep);
  let z = r * r;
  let series = r + r * z * (-3.33329491539e-1 + z * (1.99777106478e-1 + z * (-1.38776856032e-1 + z * 8.05374449538e-2)));
  let octant = series + select(0.0, 0.25 * PI, steep);
  let quadrant = select(octant, 0.5 * PI - octant, abs(y) > abs(x));
  let half = select(quadrant, PI - quadrant, x < 0.0);
  return select(half, -half, y < 0.0);
}

// A vector along a point and its distance from the origin; (e_x, 0) closer to it than ORIGIN, where rotations and scalings
// have no element that moves it (src/lie/origin.ts).
const ORIGIN = 1e-6;
struct FromOrigin { along: vec3f, radius: f32 }
fn from_origin(x: vec3f) -> FromOrigin {
  let radius = length(x);
  if (radius < ORIGIN) { return FromOrigin(vec3f(1.0, 0.0, 0.0), 0.0); }
  return FromOrigin(x, radius);
}

// Into (-pi + SEAM, pi + SEAM], so that exact half turns do not flip sign with the rounding (specification 2.0).
fn wrap(angle: f32) -> f32 {
  let turned = angle - 2.0 * PI * round(angle / (2.0 * PI));
  return select(turned, turned + 2.0 * PI, turned < SEAM - PI);
}
fn wrap_at_pi(angle: f32) -> f32 { return angle - 2.0 * PI * round(angle / (2.0 * PI)); }

// S(x) = sum_n 1 / (n^2 - w), w = (x / 2 pi)^2, of x^2: the first pole as it is, the others by the powers of w with
// coefficients zeta(2k) - 1. For |x| < pi + SEAM the first term left out is below 2e-9; no branch, no sine.
fn pole_sum(square: f32) -> f32 {
  let w = square * 0.0253302959;
  let others = 0.6449340668 + w * (0.0823232337 + w * (0.0173430620 + w * (0.0040773562 + w * (0.0009945751 + w * (0.0002460866 + w * 0.0000612481)))));
  return 1.0 / (1.0 - w) + others;
}
// P(x) = (x/2) cot(x/2) = 1 - 2 w S and Q(x) = (1 - P) / x^2 = S / (2 pi^2), of x^2 (specification 2.0).
fn half_cotangent(square: f32) -> f32 { return 1.0 - 0.0506605918 * square * pole_sum(square); }
fn quadratic_coefficient(square: f32) -> f32 { return 0.0506605918 * pole_sum(square); }
