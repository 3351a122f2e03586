// result[p, h] = K_h(t_p). One thread a time and head.
import constants::{SIZE, STRIDE_Y, HEADS, WAVES, OFFSET0, OFFSET1, OFFSET2};
import package::waves::waves::wave;

@group(0) @binding(0) var<storage, read> times: array<f32>;
@group(0) @binding(1) var<storage, read> rates: array<f32>;
@group(0) @binding(2) var<storage, read> amounts: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let t = times[u32(OFFSET0) + i / u32(HEADS)];
  let first = i % u32(HEADS) * u32(WAVES);
  var total = 0.0;
  for (var w = first; w < first + u32(WAVES); w++) {
    total += amounts[u32(OFFSET2) + w] * wave(rates[u32(OFFSET1) + w], t).x;
  }
  result[i] = total;
}
