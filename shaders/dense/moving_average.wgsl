// Running average in place: average <- (1 - momentum) average + momentum value.
import constants::{SIZE, STRIDE_Y, OFFSET1};

@group(0) @binding(0) var<storage, read_write> average: array<f32>;
@group(0) @binding(1) var<storage, read> value: array<f32>;
@group(0) @binding(2) var<storage, read_write> done: array<f32>;

const MOMENTUM = 0.1;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i == 0u) { done[0] = 1.0; }
  if (i >= u32(SIZE)) { return; }
  average[i] += MOMENTUM * (value[u32(OFFSET1) + i] - average[i]);
}
