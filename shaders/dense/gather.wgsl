// Gather of rows: result[g, k, w] = x[g, indices[g, k], w].
import constants::{SIZE, STRIDE_Y, PICKS, SOURCE, WIDTH, OFFSET0, OFFSET1};

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> indices: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let pick = i / u32(WIDTH);
  let row = u32(indices[u32(OFFSET1) + pick]);
  result[i] = x[u32(OFFSET0) + (pick / u32(PICKS) * u32(SOURCE) + row) * u32(WIDTH) + i % u32(WIDTH)];
}
