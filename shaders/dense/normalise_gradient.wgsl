// Cotangent of layer normalisation's input, one thread a row. With y = (x - mean) r and h = g scale:
//   dx = r (h - mean(h) - y mean(h y)), plus what reaches x on other ways
import constants::{ROWS, COLUMNS, STRIDE_Y, OFFSET0, OFFSET1, OFFSET2, OFFSET3};
@if(added) import constants::OFFSET4;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> affine: array<f32>;
// Mean and r of each row.
@group(0) @binding(2) var<storage, read> statistics: array<f32>;
@group(0) @binding(3) var<storage, read> g: array<f32>;
@if(added) @group(0) @binding(4) var<storage, read> other: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x + id.y * u32(STRIDE_Y);
  if (row >= u32(ROWS)) { return; }
  let at = row * u32(COLUMNS);
  let mean = statistics[u32(OFFSET2) + 2u * row];
  let rate = statistics[u32(OFFSET2) + 2u * row + 1u];
  var mean_h = 0.0;
  var mean_hy = 0.0;
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let h = g[u32(OFFSET3) + at + k] * affine[u32(OFFSET1) + k];
    mean_h += h;
    mean_hy += h * (x[u32(OFFSET0) + at + k] - mean);
  }
  mean_h /= f32(COLUMNS);
  mean_hy *= rate / f32(COLUMNS);
  for (var k = 0u; k < u32(COLUMNS); k++) {
    let h = g[u32(OFFSET3) + at + k] * affine[u32(OFFSET1) + k];
    let y = (x[u32(OFFSET0) + at + k] - mean) * rate;
    let dx = rate * (h - mean_h - y * mean_hy);
    @if(!added) { result[at + k] = dx; }
    @if(added) { result[at + k] = dx + other[u32(OFFSET4) + at + k]; }
  }
}
