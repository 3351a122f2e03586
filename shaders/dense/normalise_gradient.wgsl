// Cotangent of layer normalisation's input. With y = (x - mean) r and h = g scale:
//   dx = r (h - mean(h) - y mean(h y)), plus what reaches x on other ways
import constants::{ROWS, COLUMNS, OFFSET0, OFFSET1, OFFSET2, OFFSET3};
@if(added) import constants::OFFSET4;
import package::dense::row::{STEP, first_of, row_of, row_total};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> affine: array<f32>;
// Mean and r of each row.
@group(0) @binding(2) var<storage, read> statistics: array<f32>;
@group(0) @binding(3) var<storage, read> g: array<f32>;
@if(added) @group(0) @binding(4) var<storage, read> other: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = row_of(group, thread);
  if (row >= u32(ROWS)) { return; }
  let first = first_of(thread);
  let place = row * u32(COLUMNS);
  let mean = statistics[u32(OFFSET2) + 2u * row];
  let inverse_deviation = statistics[u32(OFFSET2) + 2u * row + 1u];
  // Of h and h (x - mean).
  var sums = vec2f(0.0);
  for (var k = first; k < u32(COLUMNS); k += STEP) {
    let h = g[u32(OFFSET3) + place + k] * affine[u32(OFFSET1) + k];
    sums += h * vec2f(1.0, x[u32(OFFSET0) + place + k] - mean);
  }
  let means = row_total(sums, thread) * vec2f(1.0, inverse_deviation) / f32(COLUMNS);
  for (var k = first; k < u32(COLUMNS); k += STEP) {
    let h = g[u32(OFFSET3) + place + k] * affine[u32(OFFSET1) + k];
    let y = (x[u32(OFFSET0) + place + k] - mean) * inverse_deviation;
    let dx = inverse_deviation * (h - means.x - y * means.y);
    @if(!added) { result[place + k] = dx; }
    @if(added) { result[place + k] = dx + other[u32(OFFSET4) + place + k]; }
  }
}
