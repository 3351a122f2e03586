// Gradients of rates and amounts: sums over times p of -2 pi t amount sin(2 pi rate t) g_ph and of cos(2 pi rate t) g_ph.
// One workgroup a wave and slab of times, one sum of each a thread, added up in workgroup memory; slabs are added up in
// another kernel. result [slabs, 2, heads waves].
import constants::{TIMES, HEADS, WAVES, SLAB, OFFSET0, OFFSET1, OFFSET2, OFFSET3};
import package::waves::waves::{TURN, wave};

@group(0) @binding(0) var<storage, read> times: array<f32>;
@group(0) @binding(1) var<storage, read> rates: array<f32>;
@group(0) @binding(2) var<storage, read> amounts: array<f32>;
@group(0) @binding(3) var<storage, read> cotangent: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

var<workgroup> shares: array<vec2f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let own = group.x;
  let slab = group.y;
  let rate = rates[u32(OFFSET1) + own];
  let head = own / u32(WAVES);
  var sum = vec2f(0.0);
  for (var p = slab * u32(SLAB) + thread; p < min((slab + 1u) * u32(SLAB), u32(TIMES)); p += 64u) {
    let t = times[u32(OFFSET0) + p];
    let y = wave(rate, t);
    sum += cotangent[u32(OFFSET3) + p * u32(HEADS) + head] * vec2f(t * y.y, y.x);
  }
  shares[thread] = sum;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { shares[thread] += shares[thread + half]; }
  }
  if (thread == 0u) {
    let total = shares[0];
    let row = slab * 2u * u32(HEADS * WAVES) + own;
    result[row] = -TURN * amounts[u32(OFFSET2) + own] * total.x;
    result[row + u32(HEADS * WAVES)] = total.y;
  }
}
