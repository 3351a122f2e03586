// Softmax of each row, one thread a row: maximum, sum of exponentials, quotient.
import constants::{ROWS, COLUMNS, STRIDE_Y, OFFSET0};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x + id.y * u32(STRIDE_Y);
  if (row >= u32(ROWS)) { return; }
  let at = row * u32(COLUMNS);
  var largest = x[u32(OFFSET0) + at];
  for (var k = 1u; k < u32(COLUMNS); k++) { largest = max(largest, x[u32(OFFSET0) + at + k]); }
  var total = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let e = exp(x[u32(OFFSET0) + at + k] - largest);
    result[at + k] = e;
    total += e;
  }
  for (var k = 0u; k < u32(COLUMNS); k++) { result[at + k] /= total; }
}
