// Cotangents of layer normalisation's scale and shift, [2, C]: sums over the rows of g y and of g, y = (x - mean) r. A
// workgroup takes SIDE neighbouring columns, so that its threads read side by side, and LINES rows at a time.
import constants::{ROWS, COLUMNS, SIDE, OFFSET0, OFFSET1, OFFSET2};

@group(0) @binding(0) var<storage, read> x: array<f32>;
// Mean and r of each row.
@group(0) @binding(1) var<storage, read> statistics: array<f32>;
@group(0) @binding(2) var<storage, read> g: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

const LINES = 64 / SIDE;

var<workgroup> partial: array<vec2f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let column = group.x * u32(SIDE) + thread % u32(SIDE);
  var sum = vec2f(0.0);
  if (column < u32(COLUMNS)) {
    for (var row = thread / u32(SIDE); row < u32(ROWS); row += u32(LINES)) {
      let at = row * u32(COLUMNS) + column;
      let kept = u32(OFFSET1) + 2u * row;
      let y = (x[u32(OFFSET0) + at] - statistics[kept]) * statistics[kept + 1u];
      sum += g[u32(OFFSET2) + at] * vec2f(y, 1.0);
    }
  }
  partial[thread] = sum;
  workgroupBarrier();
  if (thread < u32(SIDE) && column < u32(COLUMNS)) {
    for (var line = 1u; line < u32(LINES); line++) { sum += partial[line * u32(SIDE) + thread]; }
    result[column] = sum.x;
    result[u32(COLUMNS) + column] = sum.y;
  }
}
