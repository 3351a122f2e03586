// Vector-Jacobian product of layer normalisation, one thread a row. With y = (x - mean) r:
//   dx = r (g - mean(g) - y mean(g y))
import constants::{ROWS, COLUMNS, STRIDE_Y, OFFSET0, OFFSET1};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x + id.y * u32(STRIDE_Y);
  if (row >= u32(ROWS)) { return; }
  let at = row * u32(COLUMNS);
  var mean = 0.0;
  var mean_g = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) {
    mean += x[u32(OFFSET0) + at + k];
    mean_g += g[u32(OFFSET1) + at + k];
  }
  mean /= f32(COLUMNS);
  mean_g /= f32(COLUMNS);
  var variance = 0.0;
  var product = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let centred = x[u32(OFFSET0) + at + k] - mean;
    variance += centred * centred;
    product += centred * g[u32(OFFSET1) + at + k];
  }
  let rate = inverseSqrt(variance / f32(COLUMNS) + 1e-5);
  let mean_gy = product * rate / f32(COLUMNS);
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let y = (x[u32(OFFSET0) + at + k] - mean) * rate;
    result[at + k] = rate * (g[u32(OFFSET1) + at + k] - mean_g - y * mean_gy);
  }
}
