// A state changed in place by a value: state <- KEEP state + WEIGHT value. A running average keeps what it adds less of; a
// sum keeps all.
import constants::{SIZE, STRIDE_Y, OFFSET1, KEEP, WEIGHT};

@group(0) @binding(0) var<storage, read_write> state: array<f32>;
@group(0) @binding(1) var<storage, read> value: array<f32>;
@group(0) @binding(2) var<storage, read_write> done: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i == 0u) { done[0] = 1.0; }
  if (i >= u32(SIZE)) { return; }
  state[i] = f32(KEEP) * state[i] + f32(WEIGHT) * value[u32(OFFSET1) + i];
}
