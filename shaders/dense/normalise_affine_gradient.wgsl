// Cotangents of layer normalisation's scale and shift, [2, C]: sums over the rows of g y and of g, y = (x - mean) r. A
// workgroup shares a column.
import constants::{ROWS, COLUMNS, OFFSET0, OFFSET1, OFFSET2};

@group(0) @binding(0) var<storage, read> x: array<f32>;
// Mean and r of each row.
@group(0) @binding(1) var<storage, read> statistics: array<f32>;
@group(0) @binding(2) var<storage, read> g: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

var<workgroup> partial: array<vec2f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let column = group.x;
  var sum = vec2f(0.0);
  for (var row = lane; row < u32(ROWS); row += 64u) {
    let at = row * u32(COLUMNS) + column;
    let kept = u32(OFFSET1) + 2u * row;
    let y = (x[u32(OFFSET0) + at] - statistics[kept]) * statistics[kept + 1u];
    sum += g[u32(OFFSET2) + at] * vec2f(y, 1.0);
  }
  partial[lane] = sum;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { partial[lane] += partial[lane + half]; }
  }
  if (lane == 0u) {
    result[column] = partial[0].x;
    result[u32(COLUMNS) + column] = partial[0].y;
  }
}
