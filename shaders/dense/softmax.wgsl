// Softmax of each row: maximum, sum of exponentials, quotient.
import constants::{ROWS, COLUMNS, OFFSET0};
import package::dense::row::{STEP, first_of, row_of, row_largest, row_total};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = row_of(group, thread);
  if (row >= u32(ROWS)) { return; }
  let first = first_of(thread);
  let place = row * u32(COLUMNS);
  var own = x[u32(OFFSET0) + place];
  for (var k = first; k < u32(COLUMNS); k += STEP) { own = max(own, x[u32(OFFSET0) + place + k]); }
  let largest = row_largest(own, thread);
  var sum = 0.0;
  for (var k = first; k < u32(COLUMNS); k += STEP) {
    let e = exp(x[u32(OFFSET0) + place + k] - largest);
    result[place + k] = e;
    sum += e;
  }
  let total = row_total(vec2f(sum, 0.0), thread).x;
  for (var k = first; k < u32(COLUMNS); k += STEP) { result[place + k] /= total; }
}
