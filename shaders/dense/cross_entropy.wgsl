// Cross entropy of each row: log(sum exp(x)) - x[label], shifted by the maximum.
import constants::{ROWS, COLUMNS, STRIDE_Y, OFFSET0, OFFSET1};

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x + id.y * u32(STRIDE_Y);
  if (row >= u32(ROWS)) { return; }
  let place = u32(OFFSET0) + row * u32(COLUMNS);
  var largest = logits[place];
  for (var k = 1u; k < u32(COLUMNS); k++) { largest = max(largest, logits[place + k]); }
  var total = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) { total += exp(logits[place + k] - largest); }
  result[row] = log(total) + largest - logits[place + u32(labels[u32(OFFSET1) + row])];
}
