// Fused Lie self-attention over neighbour lists, cotangents of keys and values [B, M, 2 C]:
//
//   dk_j = sum of ds_in q_i / sqrt(d),   dv_j = sum of w_in do_i,   over the pairs (i, n) with neighbour n of i = j
//
// One thread a key and head; the pairs of a key lie in the transposed table, in a fixed order, so no atomics are needed.
import constants::{SIZE, STRIDE_Y, ELEMENTS, HEADS, HEAD_DIM, KEYS, BATCH, OFFSET0, OFFSET1, OFFSET2};

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
// dq [B, M, C], then ds and w [B, M, KEYS, 2, H].
@group(0) @binding(2) var<storage, read> pairs: array<f32>;
@group(0) @binding(3) var<storage, read> transposed: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const TABLE = ELEMENTS + ELEMENTS * KEYS;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let head = i % u32(HEADS);
  let key = i / u32(HEADS);
  let entry = key / u32(ELEMENTS);
  let table = entry * u32(TABLE);
  let j = key % u32(ELEMENTS);
  var place = 0u;
  if (j > 0u) { place = transposed[table + j - 1u]; }
  let end = transposed[table + j];
  let factors = u32(OFFSET2 + BATCH * ELEMENTS * WIDTH) + entry * u32(2 * HEADS * ELEMENTS * KEYS) + head;
  var dk: array<f32, HEAD_DIM>;
  var dv: array<f32, HEAD_DIM>;
  @unroll for (var c = 0; c < HEAD_DIM; c++) {
    dk[c] = 0.0;
    dv[c] = 0.0;
  }
  for (; place < end; place++) {
    let pick = transposed[table + u32(ELEMENTS) + place];
    let query = entry * u32(ELEMENTS) + pick / u32(KEYS);
    let ds = pairs[factors + pick * u32(2 * HEADS)];
    let w = pairs[factors + pick * u32(2 * HEADS) + u32(HEADS)];
    let q = u32(OFFSET0) + query * u32(3 * WIDTH) + head * u32(HEAD_DIM);
    let dout = u32(OFFSET1) + query * u32(WIDTH) + head * u32(HEAD_DIM);
    @unroll for (var c = 0; c < HEAD_DIM; c++) {
      dk[c] += ds * qkv[q + c];
      dv[c] += w * cotangent[dout + c];
    }
  }
  let row = key * u32(2 * WIDTH) + head * u32(HEAD_DIM);
  @unroll for (var c = 0; c < HEAD_DIM; c++) {
    result[row + c] = inverseSqrt(f32(HEAD_DIM)) * dk[c];
    result[row + u32(WIDTH) + c] = dv[c];
  }
}
