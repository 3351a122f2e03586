// Scatter-add, the transpose of gather: result[g, n, w] = sum of x[g, k, w] over the picks k that took row n, which
// the transposed table lists in a fixed order.
import constants::{SIZE, STRIDE_Y, PICKS, SOURCE, WIDTH, OFFSET0};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> transposed: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let row = (i / u32(WIDTH)) % u32(SOURCE);
  let group = i / u32(WIDTH * SOURCE);
  let table = group * u32(SOURCE + PICKS);
  var place = 0u;
  if (row > 0u) { place = transposed[table + row - 1u]; }
  var total = 0.0;
  for (; place < transposed[table + row]; place++) {
    let k = group * u32(PICKS) + transposed[table + u32(SOURCE) + place];
    total += x[u32(OFFSET0) + k * u32(WIDTH) + i % u32(WIDTH)];
  }
  result[i] = total;
}
