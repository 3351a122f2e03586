// Fused Lie self-attention, forward: one thread a query, one head and batch entry a workgroup row.
//
//   l_ij = pair feature of (g_i, g_j)                              computed here, never stored
//   e_ij = q_i . k_j / sqrt(d) + net_h(l_ij)                       net: three dense layers, activation after each
//   w_ij = softmax | mean | exp over j;   out_i = sum_j w_ij v_j
//
// Softmax runs online, as in FlashAttention (Dao et al., 2022), so memory is O(B M C). Four keys go through the
// location net together (a vec4 holds one unit for four keys), so every weight is loaded once for four pairs.
// Each result row holds the C outputs, then per head (maximum, 1 / sum) for softmax or (0, 1 / count) otherwise.
import constants::{ELEMENTS, HEADS, HEAD_DIM, HIDDEN, WORKGROUP, OFFSET0, OFFSET1, OFFSET2, OFFSET3};
import package::group::{Element, PAIR_DIM, pair_feature};
import package::lie_attention::activation::activate;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read> location: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const ROW = WIDTH + 2 * HEADS;
const WEIGHTS = (PAIR_DIM + 1) * HIDDEN + (HIDDEN + 1) * HIDDEN + HIDDEN + 1;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let query = id.x;
  let head = id.y;
  if (query >= u32(ELEMENTS)) { return; }
  let first = id.z * u32(ELEMENTS);
  let g = elements[first + query];
  let w1 = u32(OFFSET3) + head * u32(WEIGHTS);
  let w2 = w1 + u32((PAIR_DIM + 1) * HIDDEN);
  let w3 = w2 + u32((HIDDEN + 1) * HIDDEN);
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);

  var q: array<f32, HEAD_DIM>;
  var total: array<f32, HEAD_DIM>;
  for (var c = 0u; c < u32(HEAD_DIM); c++) {
    q[c] = qkv[channel + (first + query) * u32(3 * WIDTH) + c] * inverseSqrt(f32(HEAD_DIM));
  }
  var largest = -1e38;
  var normaliser = 0.0;

  for (var j = 0u; j < u32(ELEMENTS); j += 4u) {
    let inside = j + vec4u(0u, 1u, 2u, 3u) < vec4u(ELEMENTS);
    let keys = first + min(j + vec4u(0u, 1u, 2u, 3u), vec4u(ELEMENTS - 1));
    let m = u32(OFFSET2) + keys;
    let present = (vec4f(mask[m.x], mask[m.y], mask[m.z], mask[m.w]) > vec4f(0.5)) & inside;

    var l: array<vec4f, PAIR_DIM>;
    for (var lane = 0u; lane < 4u; lane++) {
      let pair = pair_feature(g, elements[keys[lane]]);
      for (var c = 0u; c < u32(PAIR_DIM); c++) { l[c][lane] = pair[c]; }
    }
    var h1: array<vec4f, HIDDEN>;
    for (var i = 0u; i < u32(HIDDEN); i++) {
      var x = vec4f(location[w1 + u32(PAIR_DIM * HIDDEN) + i]);
      for (var c = 0u; c < u32(PAIR_DIM); c++) { x += location[w1 + c * u32(HIDDEN) + i] * l[c]; }
      h1[i] = activate(x);
    }
    var x3 = vec4f(location[w3 + u32(HIDDEN)]);
    for (var o = 0u; o < u32(HIDDEN); o++) {
      var x = vec4f(location[w2 + u32(HIDDEN * HIDDEN) + o]);
      for (var i = 0u; i < u32(HIDDEN); i++) { x += location[w2 + i * u32(HIDDEN) + o] * h1[i]; }
      x3 += location[w3 + o] * activate(x);
    }
    var score = activate(x3);
    let k = channel + keys * u32(3 * WIDTH) + u32(WIDTH);
    for (var c = 0u; c < u32(HEAD_DIM); c++) {
      score += q[c] * vec4f(qkv[k.x + c], qkv[k.y + c], qkv[k.z + c], qkv[k.w + c]);
    }

    var w = vec4f(0.0);
    @if(softmax) {
      // A masked key scores -1e38, so a row with no key present becomes uniform (specification 3.5).
      score = select(vec4f(-1e38), score, present);
      let peak = max(max(largest, max(score.x, score.y)), max(score.z, score.w));
      let shrink = exp(largest - peak);
      largest = peak;
      w = select(vec4f(0.0), exp(score - peak), inside);
      normaliser = normaliser * shrink + dot(w, vec4f(1.0));
      for (var c = 0u; c < u32(HEAD_DIM); c++) { total[c] *= shrink; }
    }
    @if(mean) { w = select(vec4f(0.0), score, present); }
    @if(exp) { w = select(vec4f(0.0), exp(score), present); }
    @if(!softmax) { normaliser += dot(select(vec4f(0.0), vec4f(1.0), present), vec4f(1.0)); }
    let v = k + u32(WIDTH);
    for (var c = 0u; c < u32(HEAD_DIM); c++) {
      total[c] += dot(w, vec4f(qkv[v.x + c], qkv[v.y + c], qkv[v.z + c], qkv[v.w + c]));
    }
  }
  @if(!softmax) { largest = 0.0; normaliser = max(normaliser, 1.0); }
  let row = (first + query) * u32(ROW);
  for (var c = 0u; c < u32(HEAD_DIM); c++) { result[row + head * u32(HEAD_DIM) + c] = total[c] / normaliser; }
  result[row + u32(WIDTH) + 2u * head] = largest;
  result[row + u32(WIDTH) + 2u * head + 1u] = 1.0 / normaliser;
}
