// (cos x, sin x) to 1e-7 for |x| < 1000. WGSL's own sin and cos may be off by 2^-11, and a rotation matrix that wrong
// would break equivariance. Quadrant reduction with pi/2 in three parts (Cody and Waite, 1980); the polynomials are the
// single-precision ones of Cephes (S. Moshier) on |r| <= pi/4.
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
