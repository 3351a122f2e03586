// result[p] = sum over h of g_ph K_h'(t_p), K_h'(t) = -sum_i 2 pi rate amount sin(2 pi rate t). One thread a time.
import constants::{SIZE, STRIDE_Y, HEADS, WAVES, OFFSET0, OFFSET1, OFFSET2, OFFSET3};
import package::waves::waves::{TURN, wave};

@group(0) @binding(0) var<storage, read> times: array<f32>;
@group(0) @binding(1) var<storage, read> rates: array<f32>;
@group(0) @binding(2) var<storage, read> amounts: array<f32>;
@group(0) @binding(3) var<storage, read> cotangent: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let p = id.x + id.y * u32(STRIDE_Y);
  if (p >= u32(SIZE)) { return; }
  let t = times[u32(OFFSET0) + p];
  var total = 0.0;
  for (var h = 0u; h < u32(HEADS); h++) {
    var slope = 0.0;
    for (var w = h * u32(WAVES); w < (h + 1u) * u32(WAVES); w++) {
      let rate = rates[u32(OFFSET1) + w];
      slope -= TURN * rate * amounts[u32(OFFSET2) + w] * wave(rate, t).y;
    }
    total += cotangent[u32(OFFSET3) + p * u32(HEADS) + h] * slope;
  }
  result[p] = total;
}
