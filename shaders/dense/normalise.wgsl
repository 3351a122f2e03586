// Layer normalisation of each row, one thread a row: (x - mean) r scale + shift, r = 1 / sqrt(var + 1e-5). Behind the
// rows, mean and r of each.
import constants::{ROWS, COLUMNS, STRIDE_Y, OFFSET0, OFFSET1};

@group(0) @binding(0) var<storage, read> x: array<f32>;
// Scale, then shift.
@group(0) @binding(1) var<storage, read> affine: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x + id.y * u32(STRIDE_Y);
  if (row >= u32(ROWS)) { return; }
  let at = row * u32(COLUMNS);
  var mean = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) { mean += x[u32(OFFSET0) + at + k]; }
  mean /= f32(COLUMNS);
  var variance = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let centred = x[u32(OFFSET0) + at + k] - mean;
    variance += centred * centred;
  }
  let rate = inverseSqrt(variance / f32(COLUMNS) + 1e-5);
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let y = (x[u32(OFFSET0) + at + k] - mean) * rate;
    result[at + k] = y * affine[u32(OFFSET1) + k] + affine[u32(OFFSET1 + COLUMNS) + k];
  }
  result[u32(ROWS * COLUMNS) + 2u * row] = mean;
  result[u32(ROWS * COLUMNS) + 2u * row + 1u] = rate;
}
