// Layer normalisation of each row: (x - mean) r scale + shift, r = 1 / sqrt(var + 1e-5). Behind the rows, mean and r of
// each.
import constants::{ROWS, COLUMNS, OFFSET0, OFFSET1};
import package::dense::row::{STEP, first_of, row_of, row_total};

@group(0) @binding(0) var<storage, read> x: array<f32>;
// Scale, then shift.
@group(0) @binding(1) var<storage, read> affine: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = row_of(group, thread);
  if (row >= u32(ROWS)) { return; }
  let first = first_of(thread);
  let place = row * u32(COLUMNS);
  var sum = 0.0;
  for (var k = first; k < u32(COLUMNS); k += STEP) { sum += x[u32(OFFSET0) + place + k]; }
  let mean = row_total(vec2f(sum, 0.0), thread).x / f32(COLUMNS);
  var squares = 0.0;
  for (var k = first; k < u32(COLUMNS); k += STEP) {
    let centred = x[u32(OFFSET0) + place + k] - mean;
    squares += centred * centred;
  }
  let variance = row_total(vec2f(squares, 0.0), thread).x / f32(COLUMNS);
  let inverse_deviation = inverseSqrt(variance + 1e-5);
  for (var k = first; k < u32(COLUMNS); k += STEP) {
    let y = (x[u32(OFFSET0) + place + k] - mean) * inverse_deviation;
    result[place + k] = y * affine[u32(OFFSET1) + k] + affine[u32(OFFSET1 + COLUMNS) + k];
  }
  if (first == 0u) {
    result[u32(ROWS * COLUMNS) + 2u * row] = mean;
    result[u32(ROWS * COLUMNS) + 2u * row + 1u] = inverse_deviation;
  }
}
