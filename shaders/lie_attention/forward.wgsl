// Fused Lie self-attention, forward: one thread holds a few queries of one head and walks over the keys.
//
//   l_ij = pair feature of (g_i, g_j)                              computed here, never stored
//   e_ij = q_i . k_j / sqrt(d) + net_h(l_ij)                       net: three dense layers, activation after each
//   w_ij = softmax | mean | exp over j;   out_i = sum_j w_ij v_j
//
// Softmax runs online, as in FlashAttention (Dao et al., 2022), so memory is O(B M C). A `Lanes` vector holds one number
// for each query of the thread, so that a key and a weight of the location net are read once for all of them. Queries
// are numbered through the batch, so that small clouds fill a workgroup too; its threads share the head.
// Each result row holds the C outputs, then per head (maximum, 1 / sum) for softmax or (0, 1 / count) otherwise.
//
// private_weights: each thread keeps the head's location net in its own memory instead of reading it where it lies.
import constants::{BATCH, ELEMENTS, HEADS, HEAD_DIM, HIDDEN, WEIGHTS, WORKGROUP, OFFSET0, OFFSET1, OFFSET2, OFFSET3};
import package::group::{Element, PAIR_DIM, pair_feature};
import package::lie_attention::activation::{Lanes, LANES, activate};
import package::lie_attention::packed_weights::{B1, W2, B2, W3, B3};

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read> location: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const ROW = WIDTH + 2 * HEADS;
const BLOCKS = (ELEMENTS + LANES - 1) / LANES;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= u32(BATCH * BLOCKS)) { return; }
  let head = id.y;
  let first = id.x / u32(BLOCKS) * u32(ELEMENTS);
  let query = id.x % u32(BLOCKS) * u32(LANES);
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);
  let head_weights = u32(OFFSET3) + head * u32(WEIGHTS);
  @if(private_weights) var kept: array<f32, WEIGHTS>;
  @if(private_weights) { for (var p = 0u; p < u32(WEIGHTS); p++) { kept[p] = location[head_weights + p]; } }
  @if(private_weights) let weights = &kept;
  @if(private_weights) const at = 0u;
  @if(!private_weights) let weights = &location;
  @if(!private_weights) let at = head_weights;

  // Lanes beyond the last query repeat it; their results are not stored.
  var g: array<Element, LANES>;
  var q: array<Lanes, HEAD_DIM>;
  var total: array<Lanes, HEAD_DIM>;
  for (var r = 0; r < LANES; r++) {
    let row = first + min(query + r, u32(ELEMENTS - 1));
    g[r] = elements[row];
    for (var c = 0; c < HEAD_DIM; c++) {
      q[c][r] = qkv[channel + row * u32(3 * WIDTH) + c] * inverseSqrt(f32(HEAD_DIM));
    }
  }
  var largest = Lanes(-1e38);
  var normaliser = Lanes(0.0);

  for (var j = 0u; j < u32(ELEMENTS); j++) {
    let key = first + j;
    let present = mask[u32(OFFSET2) + key] > 0.5;
    let other = elements[key];
    var l: array<Lanes, PAIR_DIM>;
    for (var r = 0; r < LANES; r++) {
      let pair = pair_feature(g[r], other);
      for (var c = 0; c < PAIR_DIM; c++) { l[c][r] = pair[c]; }
    }
    var h: array<Lanes, HIDDEN>;
    for (var u = 0; u < HIDDEN; u++) {
      var x = Lanes((*weights)[at + B1 + u]);
      for (var c = 0; c < PAIR_DIM; c++) { x += (*weights)[at + c * HIDDEN + u] * l[c]; }
      h[u] = activate(x);
    }
    var x3 = Lanes((*weights)[at + B3]);
    for (var o = 0; o < HIDDEN; o++) {
      var x = Lanes((*weights)[at + B2 + o]);
      for (var u = 0; u < HIDDEN; u++) { x += (*weights)[at + W2 + u * HIDDEN + o] * h[u]; }
      x3 += (*weights)[at + W3 + o] * activate(x);
    }
    var score = activate(x3);
    let k = channel + key * u32(3 * WIDTH) + u32(WIDTH);
    for (var c = 0; c < HEAD_DIM; c++) { score += q[c] * qkv[k + c]; }

    var w = Lanes(0.0);
    var shrink = Lanes(1.0);
    @if(softmax) {
      // A masked key scores -1e38, so a row with no key present becomes uniform (specification 3.5).
      score = select(Lanes(-1e38), score, present);
      // Of exp(score - peak) and exp(largest - peak) one is 1.
      let e = exp(-abs(score - largest));
      let higher = score > largest;
      w = select(e, Lanes(1.0), higher);
      shrink = select(Lanes(1.0), e, higher);
      largest = max(largest, score);
      normaliser = normaliser * shrink + w;
    }
    @if(mean) { w = select(Lanes(0.0), score, present); }
    @if(exp) { w = select(Lanes(0.0), exp(min(score, Lanes(80.0))), present); }
    @if(!softmax) { normaliser += select(Lanes(0.0), Lanes(1.0), present); }
    for (var c = 0; c < HEAD_DIM; c++) { total[c] = total[c] * shrink + w * qkv[k + u32(WIDTH) + c]; }
  }
  @if(!softmax) { largest = Lanes(0.0); normaliser = max(normaliser, Lanes(1.0)); }
  for (var r = 0; r < LANES; r++) {
    if (query + r < u32(ELEMENTS)) {
      let row = (first + query + r) * u32(ROW);
      for (var c = 0; c < HEAD_DIM; c++) { result[row + head * u32(HEAD_DIM) + c] = total[c][r] / normaliser[r]; }
      result[row + u32(WIDTH) + 2u * head] = largest[r];
      result[row + u32(WIDTH) + 2u * head + 1u] = 1.0 / normaliser[r];
    }
  }
}
