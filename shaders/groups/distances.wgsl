// Left-invariant distance of each pair feature (specification 2.0).
import constants::{SIZE, STRIDE_Y};
import package::group::{PAIR_DIM, distance_of};

@group(0) @binding(0) var<storage, read> pairs: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  var pair: array<f32, PAIR_DIM>;
  for (var c = 0u; c < u32(PAIR_DIM); c++) { pair[c] = pairs[i * u32(PAIR_DIM) + c]; }
  result[i] = distance_of(pair);
}
