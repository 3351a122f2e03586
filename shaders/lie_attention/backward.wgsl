// Fused Lie self-attention, backward: one thread a key, looping over the queries four at a time. The location net is
// evaluated once more, its derivative follows at once, and nothing of size M x M is stored.
//
//   dv_j = sum_i w_ij do_i      ds_ij = w_ij (do_i . v_j - do_i . out_i)  (softmax; mean and exp are simpler)
//   dk_j = sum_i ds_ij q_i      dq_i  = sum_j ds_ij k_j
//
// - dk and dv stay in the thread. dq is summed over a tile of keys in workgroup memory and then, because a workgroup
//   walks every SLOTS-th tile, in its own slot of global memory: SLOTS B M C numbers, linear in M.
// - The gradient of the location weights is a sum of outer products over all pairs. Each pair of a tile leaves one
//   record in workgroup memory, [h1 1 | l 1 | h2 1] on the left and [d2 | d1 | d3] on the right; each thread owns
//   4 x 4 blocks of the products and keeps them in registers. A sum over workgroups follows in another kernel.
//
// Result, flat: dq [SLOTS, B, M, C], then dk and dv [B, M, 2 C], then location weights [B SLOTS, H, WEIGHTS].
import constants::{BATCH, ELEMENTS, HEADS, HEAD_DIM, HIDDEN, WORKGROUP, SLOTS, TILES, OFFSET0, OFFSET1, OFFSET2, OFFSET3, OFFSET4, OFFSET5};
import package::group::{Element, PAIR_DIM, pair_feature};
import package::lie_attention::activation::{Activated, activate_with_slope};

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read> location: array<f32>;
@group(0) @binding(4) var<storage, read> forward: array<f32>;
@group(0) @binding(5) var<storage, read> cotangent: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const ROW = WIDTH + 2 * HEADS;
const WEIGHTS = (PAIR_DIM + 1) * HIDDEN + (HIDDEN + 1) * HIDDEN + HIDDEN + 1;
const KEY_VALUE = SLOTS * BATCH * ELEMENTS * WIDTH;
const LOCATION = KEY_VALUE + 2 * BATCH * ELEMENTS * WIDTH;

// Sizes in vec4: hidden units, hidden units and one, pair feature and one.
const UNITS = (HIDDEN + 3) / 4;
const UNITS_BIAS = (HIDDEN + 4) / 4;
const PAIR_BIAS = (PAIR_DIM + 4) / 4;
const LEFT = 2 * UNITS_BIAS + PAIR_BIAS;
const RIGHT = 2 * UNITS + 1;
const BLOCKS_2 = UNITS_BIAS * UNITS;
const BLOCKS_21 = BLOCKS_2 + PAIR_BIAS * UNITS;
const BLOCKS = BLOCKS_21 + UNITS_BIAS;
const OWNED = (BLOCKS + WORKGROUP - 1) / WORKGROUP;

var<workgroup> left: array<vec4f, LEFT * WORKGROUP>;
var<workgroup> right: array<vec4f, RIGHT * WORKGROUP>;
var<workgroup> score_gradients: array<vec4f, WORKGROUP>;
var<workgroup> key_tile: array<f32, HEAD_DIM * WORKGROUP>;

// Rows of `left` and `right` whose outer product is block `b`.
fn block_rows(b: u32) -> vec2u {
  if (b < u32(BLOCKS_2)) { return vec2u(b / u32(UNITS), b % u32(UNITS)); }
  if (b < u32(BLOCKS_21)) {
    let r = b - u32(BLOCKS_2);
    return vec2u(u32(UNITS_BIAS) + r / u32(UNITS), u32(UNITS) + r % u32(UNITS));
  }
  return vec2u(u32(UNITS_BIAS + PAIR_BIAS) + b - u32(BLOCKS_21), 2u * u32(UNITS));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let slot = group.x;
  let head = group.y;
  let first = group.z * u32(ELEMENTS);
  let w1 = u32(OFFSET3) + head * u32(WEIGHTS);
  let w2 = w1 + u32((PAIR_DIM + 1) * HIDDEN);
  let w3 = w2 + u32((HIDDEN + 1) * HIDDEN);
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);
  let rate = inverseSqrt(f32(HEAD_DIM));
  var blocks: array<mat4x4f, OWNED>;

  for (var tile = slot; tile < u32(TILES); tile += u32(SLOTS)) {
    let j = tile * u32(WORKGROUP) + thread;
    let inside = j < u32(ELEMENTS);
    let key = first + min(j, u32(ELEMENTS - 1));
    let present = inside && mask[u32(OFFSET2) + key] > 0.5;
    let g = elements[key];
    var k: array<f32, HEAD_DIM>;
    var v: array<f32, HEAD_DIM>;
    var dk: array<f32, HEAD_DIM>;
    var dv: array<f32, HEAD_DIM>;
    workgroupBarrier();
    for (var c = 0u; c < u32(HEAD_DIM); c++) {
      k[c] = qkv[channel + key * u32(3 * WIDTH) + u32(WIDTH) + c];
      v[c] = qkv[channel + key * u32(3 * WIDTH) + u32(2 * WIDTH) + c];
      dk[c] = 0.0;
      dv[c] = 0.0;
      key_tile[c * u32(WORKGROUP) + thread] = k[c];
    }

    for (var i = 0u; i < u32(ELEMENTS); i += 4u) {
      let valid = i + vec4u(0u, 1u, 2u, 3u) < vec4u(ELEMENTS);
      let queries = first + min(i + vec4u(0u, 1u, 2u, 3u), vec4u(ELEMENTS - 1));

      // Forward through the location net, keeping values and slopes of both hidden layers.
      var l: array<vec4f, PAIR_DIM>;
      for (var lane = 0u; lane < 4u; lane++) {
        let pair = pair_feature(elements[queries[lane]], g);
        for (var c = 0u; c < u32(PAIR_DIM); c++) { l[c][lane] = pair[c]; }
      }
      var h1: array<vec4f, HIDDEN>;
      var d1: array<vec4f, HIDDEN>;
      var h2: array<vec4f, HIDDEN>;
      var d2: array<vec4f, HIDDEN>;
      for (var u = 0u; u < u32(HIDDEN); u++) {
        var x = vec4f(location[w1 + u32(PAIR_DIM * HIDDEN) + u]);
        for (var c = 0u; c < u32(PAIR_DIM); c++) { x += location[w1 + c * u32(HIDDEN) + u] * l[c]; }
        let y = activate_with_slope(x);
        h1[u] = y.value;
        d1[u] = y.slope;
      }
      var x3 = vec4f(location[w3 + u32(HIDDEN)]);
      for (var o = 0u; o < u32(HIDDEN); o++) {
        var x = vec4f(location[w2 + u32(HIDDEN * HIDDEN) + o]);
        for (var u = 0u; u < u32(HIDDEN); u++) { x += location[w2 + u * u32(HIDDEN) + o] * h1[u]; }
        let y = activate_with_slope(x);
        h2[o] = y.value;
        d2[o] = y.slope;
        x3 += location[w3 + o] * y.value;
      }
      let y3 = activate_with_slope(x3);

      // Score, weight and the score's cotangent.
      let q = channel + queries * u32(3 * WIDTH);
      let out = queries * u32(ROW) + head * u32(HEAD_DIM);
      let given = u32(OFFSET5) + out;
      let kept = u32(OFFSET4) + out;
      var score = y3.value;
      var dw = vec4f(0.0);
      for (var c = 0u; c < u32(HEAD_DIM); c++) {
        let d = vec4f(cotangent[given.x + c], cotangent[given.y + c], cotangent[given.z + c], cotangent[given.w + c]);
        score += rate * vec4f(qkv[q.x + c], qkv[q.y + c], qkv[q.z + c], qkv[q.w + c]) * k[c];
        // The difference first: over the keys these add up to zero, and rounding must not hide what is left.
        @if(softmax) {
          dw += d * (v[c] - vec4f(forward[kept.x + c], forward[kept.y + c], forward[kept.z + c], forward[kept.w + c]));
        }
        @if(!softmax) { dw += d * v[c]; }
      }
      let stats = u32(OFFSET4) + queries * u32(ROW) + u32(WIDTH) + 2u * head;
      let largest = vec4f(forward[stats.x], forward[stats.y], forward[stats.z], forward[stats.w]);
      let inverse = vec4f(forward[stats.x + 1u], forward[stats.y + 1u], forward[stats.z + 1u], forward[stats.w + 1u]);
      let live = valid & vec4<bool>(present);
      var w = vec4f(0.0);
      var ds = vec4f(0.0);
      @if(softmax) {
        w = select(vec4f(0.0), exp(select(vec4f(-1e38), score, live) - largest) * inverse, valid & vec4<bool>(inside));
        ds = select(vec4f(0.0), w * dw, live);
      }
      @if(mean) { w = select(vec4f(0.0), score * inverse, live); ds = select(vec4f(0.0), dw * inverse, live); }
      @if(exp) { w = select(vec4f(0.0), exp(score) * inverse, live); ds = w * dw; }
      for (var c = 0u; c < u32(HEAD_DIM); c++) {
        dv[c] += dot(w, vec4f(cotangent[given.x + c], cotangent[given.y + c], cotangent[given.z + c], cotangent[given.w + c]));
        dk[c] += rate * dot(ds, vec4f(qkv[q.x + c], qkv[q.y + c], qkv[q.z + c], qkv[q.w + c]));
      }

      // Back through the location net: d3, d2, d1 are cotangents of the three pre-activations.
      let d3 = ds * y3.slope;
      for (var o = 0u; o < u32(HIDDEN); o++) { d2[o] *= location[w3 + o] * d3; }
      for (var u = 0u; u < u32(HIDDEN); u++) {
        var d = vec4f(0.0);
        for (var o = 0u; o < u32(HIDDEN); o++) { d += location[w2 + u * u32(HIDDEN) + o] * d2[o]; }
        d1[u] *= d;
      }

      score_gradients[thread] = ds;
      for (var lane = 0u; lane < 4u; lane++) {
        for (var b = 0u; b < u32(UNITS_BIAS); b++) {
          var x1 = vec4f(0.0);
          var x2 = vec4f(0.0);
          for (var r = 0u; r < 4u; r++) {
            let u = 4u * b + r;
            if (u < u32(HIDDEN)) { x1[r] = h1[u][lane]; x2[r] = h2[u][lane]; }
            else if (u == u32(HIDDEN)) { x1[r] = 1.0; x2[r] = 1.0; }
          }
          left[b * u32(WORKGROUP) + thread] = x1;
          left[(u32(UNITS_BIAS + PAIR_BIAS) + b) * u32(WORKGROUP) + thread] = x2;
        }
        for (var b = 0u; b < u32(PAIR_BIAS); b++) {
          var x = vec4f(0.0);
          for (var r = 0u; r < 4u; r++) {
            let c = 4u * b + r;
            if (c < u32(PAIR_DIM)) { x[r] = l[c][lane]; } else if (c == u32(PAIR_DIM)) { x[r] = 1.0; }
          }
          left[(u32(UNITS_BIAS) + b) * u32(WORKGROUP) + thread] = x;
        }
        for (var b = 0u; b < u32(UNITS); b++) {
          var x1 = vec4f(0.0);
          var x2 = vec4f(0.0);
          for (var r = 0u; r < min(4u, u32(HIDDEN) - 4u * b); r++) {
            x1[r] = d1[4u * b + r][lane];
            x2[r] = d2[4u * b + r][lane];
          }
          right[b * u32(WORKGROUP) + thread] = x2;
          right[(u32(UNITS) + b) * u32(WORKGROUP) + thread] = x1;
        }
        right[2u * u32(UNITS) * u32(WORKGROUP) + thread] = vec4f(d3[lane], 0.0, 0.0, 0.0);
        workgroupBarrier();
        for (var own = 0u; own < u32(OWNED); own++) {
          let b = thread + own * u32(WORKGROUP);
          if (b < u32(BLOCKS)) {
            let rows = block_rows(b) * u32(WORKGROUP);
            var block = blocks[own];
            for (var p = 0u; p < u32(WORKGROUP); p++) {
              let a = left[rows.x + p];
              let d = right[rows.y + p];
              block[0] += a.x * d;
              block[1] += a.y * d;
              block[2] += a.z * d;
              block[3] += a.w * d;
            }
            blocks[own] = block;
          }
        }
        if (lane == 0u) {
          for (var c = thread; c < u32(HEAD_DIM); c += u32(WORKGROUP)) {
            var dq = vec4f(0.0);
            for (var p = 0u; p < u32(WORKGROUP); p++) { dq += score_gradients[p] * key_tile[c * u32(WORKGROUP) + p]; }
            for (var r = 0u; r < min(4u, u32(ELEMENTS) - i); r++) {
              let at = (slot * u32(BATCH * ELEMENTS) + queries[r]) * u32(WIDTH) + head * u32(HEAD_DIM) + c;
              let before = select(result[at], 0.0, tile == slot);
              result[at] = before + rate * dq[r];
            }
          }
        }
        workgroupBarrier();
      }
    }
    if (inside) {
      let at = u32(KEY_VALUE) + key * u32(2 * WIDTH) + head * u32(HEAD_DIM);
      for (var c = 0u; c < u32(HEAD_DIM); c++) {
        result[at + c] = dk[c];
        result[at + u32(WIDTH) + c] = dv[c];
      }
    }
  }

  // The packed weights are [W1; b1], [W2; b2], [W3; b3], so a block's row and column give its place directly.
  let base = u32(LOCATION) + ((group.z * u32(SLOTS) + slot) * u32(HEADS) + head) * u32(WEIGHTS);
  for (var own = 0u; own < u32(OWNED); own++) {
    let b = thread + own * u32(WORKGROUP);
    if (b >= u32(BLOCKS)) { break; }
    let rows = block_rows(b);
    for (var r = 0u; r < 4u; r++) {
      for (var c = 0u; c < 4u; c++) {
        if (b < u32(BLOCKS_2)) {
          let at = vec2u(4u * rows.x + r, 4u * rows.y + c);
          if (at.x <= u32(HIDDEN) && at.y < u32(HIDDEN)) {
            result[base + u32((PAIR_DIM + 1) * HIDDEN) + at.x * u32(HIDDEN) + at.y] = blocks[own][r][c];
          }
        } else if (b < u32(BLOCKS_21)) {
          let at = vec2u(4u * (rows.x - u32(UNITS_BIAS)) + r, 4u * (rows.y - u32(UNITS)) + c);
          if (at.x <= u32(PAIR_DIM) && at.y < u32(HIDDEN)) {
            result[base + at.x * u32(HIDDEN) + at.y] = blocks[own][r][c];
          }
        } else if (c == 0u) {
          let u = 4u * (rows.x - u32(UNITS_BIAS + PAIR_BIAS)) + r;
          if (u <= u32(HIDDEN)) { result[base + u32((PAIR_DIM + 1) * HIDDEN + (HIDDEN + 1) * HIDDEN) + u] = blocks[own][r][0]; }
        }
      }
    }
  }
}
