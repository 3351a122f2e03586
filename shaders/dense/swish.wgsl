// swish(x) = x s, s = 1 / (1 + e^-x), and its derivatives by s' = s (1 - s).

fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }

fn swish(x: f32) -> f32 { return x * sigmoid(x); }

fn swish_slope(x: f32) -> f32 {
  let s = sigmoid(x);
  return s * (1.0 + x * (1.0 - s));
}

fn swish_curvature(x: f32) -> f32 {
  let s = sigmoid(x);
  return s * (1.0 - s) * (2.0 + x * (1.0 - 2.0 * s));
}

fn swish_jerk(x: f32) -> f32 {
  let s = sigmoid(x);
  let r = s * (1.0 - s);
  return r * ((1.0 - 2.0 * s) * (3.0 + x * (1.0 - 2.0 * s)) - 2.0 * x * r);
}
