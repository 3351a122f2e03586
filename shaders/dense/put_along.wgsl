// Scatter-add, the transpose of take_along: result[g, n, w] = sum of x[g, k, w] over k with indices[g, k] = n.
// Every result looks through the whole index row, so the order of summation is fixed and no atomics are needed.
import constants::{SIZE, STRIDE_Y, PICKS, SOURCE, WIDTH, OFFSET0, OFFSET1};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> indices: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let row = (i / u32(WIDTH)) % u32(SOURCE);
  let first = i / u32(WIDTH * SOURCE) * u32(PICKS);
  var total = 0.0;
  for (var k = first; k < first + u32(PICKS); k++) {
    if (u32(indices[u32(OFFSET1) + k]) == row) { total += x[u32(OFFSET0) + k * u32(WIDTH) + i % u32(WIDTH)]; }
  }
  result[i] = total;
}
