// Fused Lie self-attention, backward: one thread holds a few keys of one head and walks over the queries. The location
// net is evaluated once more, its derivative follows at once, and nothing of size M x M is stored.
//
//   dv_j = sum_i w_ij do_i      ds_ij = w_ij (do_i . v_j - do_i . out_i)  (softmax; mean and exp are simpler)
//   dk_j = sum_i ds_ij q_i      dq_i  = sum_j ds_ij k_j
//
// - dk and dv stay in the thread. Each thread leaves its share of dq for QUERIES queries in workgroup memory, where they
//   are summed over the keys of the tile; because a workgroup walks over every SLOTS-th tile, dq has SLOTS slots in
//   global memory. Where that leaves too few workgroups, the queries are split too, and dk and dv have SPLITS slots.
//   Both numbers are bounded, so memory is linear in M.
// - Small clouds share a workgroup: its threads fall into SEGMENTS segments of THREADS, one batch entry each.
// - The gradient of the location weights is a sum of outer products over all pairs, of [l 1] with d1, [h1 1] with d2 and
//   [h2 1] with d3. A sum over workgroups follows in another kernel. Two ways:
//   private_gradient: each thread sums its own pairs in its own memory, and the workgroup adds up at the end. No barrier
//     in the loop, but some K^2 numbers a thread: right for small nets, and where a thread's memory is a CPU's cache.
//   otherwise: each pair leaves a record in workgroup memory, [h1 1 | l 1 | h2 1] on the left and [d2 | d1 | d3] on the
//     right; each thread owns 4 x 4 blocks of the products and keeps them in registers.
//
// Result, flat: dq [SLOTS, B, M, C], then dk and dv [SPLITS, B, M, 2 C], then location weights [GROUPS, H, WEIGHTS].
import constants::{BATCH, ELEMENTS, HEADS, HEAD_DIM, HIDDEN, WEIGHTS, WORKGROUP, THREADS, SEGMENTS, SLOTS, SPLITS, TILES, QUERIES, SHARE, ROUNDS, OFFSET0, OFFSET1, OFFSET2, OFFSET3, OFFSET4, OFFSET5};
import package::group::{Element, PAIR_DIM, pair_feature};
import package::lie_attention::activation::{Activated, Flags, Lanes, LANES, activate_with_slope};
import package::lie_attention::packed_weights::{B1, W2, B2, W3, B3};

@group(0) @binding(0) var<storage, read> qkv: array<f32>;
@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read> location: array<f32>;
@group(0) @binding(4) var<storage, read> forward: array<f32>;
@group(0) @binding(5) var<storage, read> cotangent: array<f32>;
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const ROW = WIDTH + 2 * HEADS;
const KEY_VALUE = SLOTS * BATCH * ELEMENTS * WIDTH;
const LOCATION = KEY_VALUE + 2 * SPLITS * BATCH * ELEMENTS * WIDTH;
// Queries of a split.
const SPAN = (ELEMENTS + SPLITS - 1) / SPLITS;

// Each thread's share of dq, a row a thread; one number of padding keeps the rows in different banks.
const STRIDE = SHARE + 1;
var<workgroup> shares: array<f32, WORKGROUP * STRIDE>;

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

@if(!private_gradient) var<workgroup> left: array<vec4f, LEFT * WORKGROUP>;
@if(!private_gradient) var<workgroup> right: array<vec4f, RIGHT * WORKGROUP>;

// Rows of `left` and `right` whose outer product is block `b`.
@if(!private_gradient) fn block_rows(b: u32) -> vec2u {
  if (b < u32(BLOCKS_2)) { return vec2u(b / u32(UNITS), b % u32(UNITS)); }
  if (b < u32(BLOCKS_21)) {
    let r = b - u32(BLOCKS_2);
    return vec2u(u32(UNITS_BIAS) + r / u32(UNITS), u32(UNITS) + r % u32(UNITS));
  }
  return vec2u(u32(UNITS_BIAS + PAIR_BIAS) + b - u32(BLOCKS_21), 2u * u32(UNITS));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let slot = group.x % u32(SLOTS);
  let entries = group.x / u32(SLOTS) * u32(SEGMENTS);
  let entry = entries + thread / u32(THREADS);
  let working = thread < u32(SEGMENTS * THREADS) && entry < u32(BATCH);
  let first = min(entry, u32(BATCH - 1)) * u32(ELEMENTS);
  let head = group.y;
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);
  let rate = inverseSqrt(f32(HEAD_DIM));
  let head_weights = u32(OFFSET3) + head * u32(WEIGHTS);
  @if(private_weights) var kept: array<f32, WEIGHTS>;
  @if(private_weights) { for (var p = 0u; p < u32(WEIGHTS); p++) { kept[p] = location[head_weights + p]; } }
  @if(private_weights) let weights = &kept;
  @if(private_weights) const at = 0u;
  @if(!private_weights) let weights = &location;
  @if(!private_weights) let at = head_weights;
  @if(private_gradient) var gradient: array<f32, WEIGHTS>;
  @if(!private_gradient) var blocks: array<mat4x4f, OWNED>;

  for (var tile = slot; tile < u32(TILES); tile += u32(SLOTS)) {
    // Lanes beyond the last key repeat it, weigh nothing, and are not stored.
    let j = (tile * u32(THREADS) + thread % u32(THREADS)) * u32(LANES);
    var inside: Flags;
    var live: Flags;
    var g: array<Element, LANES>;
    var k: array<Lanes, HEAD_DIM>;
    var v: array<Lanes, HEAD_DIM>;
    var dk: array<Lanes, HEAD_DIM>;
    var dv: array<Lanes, HEAD_DIM>;
    for (var r = 0; r < LANES; r++) {
      let key = first + min(j + r, u32(ELEMENTS - 1));
      inside[r] = working && j + r < u32(ELEMENTS);
      live[r] = inside[r] && mask[u32(OFFSET2) + key] > 0.5;
      g[r] = elements[key];
      for (var c = 0; c < HEAD_DIM; c++) {
        k[c][r] = rate * qkv[channel + key * u32(3 * WIDTH) + u32(WIDTH) + c];
        v[c][r] = qkv[channel + key * u32(3 * WIDTH) + u32(2 * WIDTH) + c];
      }
    }
    // Keys as dq sees them. Under softmax ds_ij adds up to zero over j, so the first key of the cloud may be taken off
    // all of them; what similar keys have in common then leaves no rounding behind.
    var offset: array<Lanes, HEAD_DIM>;
    for (var c = 0; c < HEAD_DIM; c++) {
      dk[c] = Lanes(0.0);
      dv[c] = Lanes(0.0);
      offset[c] = k[c];
      @if(softmax) { offset[c] -= rate * qkv[channel + first * u32(3 * WIDTH) + u32(WIDTH) + c]; }
    }

    let last = min((group.z + 1u) * u32(SPAN), u32(ELEMENTS));
    for (var start = group.z * u32(SPAN); start < last; start += u32(QUERIES)) {
      let count = min(u32(QUERIES), last - start);
      for (var n = 0u; n < count; n++) {
        let query = first + start + n;

        // Forward through the location net, keeping values and slopes of both hidden layers.
        let attending = elements[query];
        var l: array<Lanes, PAIR_DIM>;
        for (var r = 0; r < LANES; r++) {
          let pair = pair_feature(attending, g[r]);
          for (var c = 0; c < PAIR_DIM; c++) { l[c][r] = pair[c]; }
        }
        var h1: array<Lanes, HIDDEN>;
        var d1: array<Lanes, HIDDEN>;
        var h2: array<Lanes, HIDDEN>;
        var d2: array<Lanes, HIDDEN>;
        for (var u = 0; u < HIDDEN; u++) {
          var x = Lanes((*weights)[at + B1 + u]);
          for (var c = 0; c < PAIR_DIM; c++) { x += (*weights)[at + c * HIDDEN + u] * l[c]; }
          let y = activate_with_slope(x);
          h1[u] = y.value;
          d1[u] = y.slope;
        }
        var x3 = Lanes((*weights)[at + B3]);
        for (var o = 0; o < HIDDEN; o++) {
          var x = Lanes((*weights)[at + B2 + o]);
          for (var u = 0; u < HIDDEN; u++) { x += (*weights)[at + W2 + u * HIDDEN + o] * h1[u]; }
          let y = activate_with_slope(x);
          h2[o] = y.value;
          d2[o] = y.slope;
          x3 += (*weights)[at + W3 + o] * y.value;
        }
        let y3 = activate_with_slope(x3);

        // Score, weight and the score's cotangent.
        let row = query * u32(ROW) + head * u32(HEAD_DIM);
        let q = channel + query * u32(3 * WIDTH);
        var score = y3.value;
        var dw = Lanes(0.0);
        for (var c = 0; c < HEAD_DIM; c++) {
          score += qkv[q + c] * k[c];
          // The difference first: over the keys these add up to zero, and rounding must not hide what is left.
          @if(softmax) { dw += cotangent[u32(OFFSET5) + row + c] * (v[c] - forward[u32(OFFSET4) + row + c]); }
          @if(!softmax) { dw += cotangent[u32(OFFSET5) + row + c] * v[c]; }
        }
        let kept_row = u32(OFFSET4) + query * u32(ROW) + u32(WIDTH) + 2u * head;
        let inverse = forward[kept_row + 1u];
        var w = Lanes(0.0);
        var ds = Lanes(0.0);
        @if(softmax) {
          w = select(Lanes(0.0), exp(select(Lanes(-1e38), score, live) - forward[kept_row]) * inverse, inside);
          ds = select(Lanes(0.0), w * dw, live);
        }
        @if(mean) { w = select(Lanes(0.0), score * inverse, live); ds = select(Lanes(0.0), dw * inverse, live); }
        // No exponent beyond 80, where float32 ends soon: the score has no slope there.
        @if(exp) {
          w = select(Lanes(0.0), exp(min(score, Lanes(80.0))) * inverse, live);
          ds = select(Lanes(0.0), w * dw, score < Lanes(80.0));
        }
        for (var c = 0; c < HEAD_DIM; c++) {
          dv[c] += w * cotangent[u32(OFFSET5) + row + c];
          dk[c] += ds * qkv[q + c];
          shares[thread * u32(STRIDE) + n * u32(HEAD_DIM) + c] = dot(ds, offset[c]);
        }

        // Back through the location net: d3, d2, d1 become cotangents of the three pre-activations.
        let d3 = ds * y3.slope;
        for (var o = 0; o < HIDDEN; o++) { d2[o] *= (*weights)[at + W3 + o] * d3; }
        for (var u = 0; u < HIDDEN; u++) {
          var d = Lanes(0.0);
          for (var o = 0; o < HIDDEN; o++) { d += (*weights)[at + W2 + u * HIDDEN + o] * d2[o]; }
          d1[u] *= d;
        }

        @if(private_gradient) {
          for (var u = 0; u < HIDDEN; u++) {
            for (var c = 0; c < PAIR_DIM; c++) { gradient[c * HIDDEN + u] += dot(l[c], d1[u]); }
            gradient[B1 + u] += dot(Lanes(1.0), d1[u]);
            for (var o = 0; o < HIDDEN; o++) { gradient[W2 + u * HIDDEN + o] += dot(h1[u], d2[o]); }
            gradient[B2 + u] += dot(Lanes(1.0), d2[u]);
            gradient[W3 + u] += dot(h2[u], d3);
          }
          gradient[B3] += dot(Lanes(1.0), d3);
        }
        @if(!private_gradient) {
          for (var lane = 0; lane < LANES; lane++) {
            for (var b = 0; b < UNITS_BIAS; b++) {
              var x1: vec4f;
              var x2: vec4f;
              for (var r = 0; r < 4; r++) {
                let bias = select(0.0, 1.0, 4 * b + r == HIDDEN);
                x1[r] = select(bias, h1[min(4 * b + r, HIDDEN - 1)][lane], 4 * b + r < HIDDEN);
                x2[r] = select(bias, h2[min(4 * b + r, HIDDEN - 1)][lane], 4 * b + r < HIDDEN);
              }
              left[b * WORKGROUP + thread] = x1;
              left[(UNITS_BIAS + PAIR_BIAS + b) * WORKGROUP + thread] = x2;
            }
            for (var b = 0; b < PAIR_BIAS; b++) {
              var x: vec4f;
              for (var r = 0; r < 4; r++) {
                let bias = select(0.0, 1.0, 4 * b + r == PAIR_DIM);
                x[r] = select(bias, l[min(4 * b + r, PAIR_DIM - 1)][lane], 4 * b + r < PAIR_DIM);
              }
              left[(UNITS_BIAS + b) * WORKGROUP + thread] = x;
            }
            for (var b = 0; b < UNITS; b++) {
              var x1: vec4f;
              var x2: vec4f;
              for (var r = 0; r < 4; r++) {
                x1[r] = select(0.0, d1[min(4 * b + r, HIDDEN - 1)][lane], 4 * b + r < HIDDEN);
                x2[r] = select(0.0, d2[min(4 * b + r, HIDDEN - 1)][lane], 4 * b + r < HIDDEN);
              }
              right[b * WORKGROUP + thread] = x2;
              right[(UNITS + b) * WORKGROUP + thread] = x1;
            }
            right[2 * UNITS * WORKGROUP + thread] = vec4f(d3[lane], 0.0, 0.0, 0.0);
            workgroupBarrier();
            for (var own = 0; own < OWNED; own++) {
              let b = thread + own * WORKGROUP;
              if (b < u32(BLOCKS)) {
                let rows = block_rows(b) * u32(WORKGROUP);
                for (var p = 0u; p < u32(WORKGROUP); p++) {
                  let a = left[rows.x + p];
                  let d = right[rows.y + p];
                  blocks[own] += mat4x4f(a.x * d, a.y * d, a.z * d, a.w * d);
                }
              }
            }
            workgroupBarrier();
          }
        }
      }
      workgroupBarrier();
      for (var item = thread; item < u32(SEGMENTS * SHARE); item += u32(WORKGROUP)) {
        let segment = item / u32(SHARE);
        let cell = item % u32(SHARE);
        let n = cell / u32(HEAD_DIM);
        if (n < count && entries + segment < u32(BATCH)) {
          var dq = 0.0;
          for (var t = segment * u32(THREADS); t < (segment + 1u) * u32(THREADS); t++) { dq += shares[t * u32(STRIDE) + cell]; }
          let query = (entries + segment) * u32(ELEMENTS) + start + n;
          let place = (slot * u32(BATCH * ELEMENTS) + query) * u32(WIDTH) + head * u32(HEAD_DIM) + cell % u32(HEAD_DIM);
          result[place] = select(result[place], 0.0, tile == slot) + dq;
        }
      }
      workgroupBarrier();
    }
    for (var r = 0; r < LANES; r++) {
      if (inside[r]) {
        let place = u32(KEY_VALUE) + (group.z * u32(BATCH * ELEMENTS) + first + j + r) * u32(2 * WIDTH) + head * u32(HEAD_DIM);
        for (var c = 0; c < HEAD_DIM; c++) {
          result[place + c] = rate * dk[c][r];
          result[place + u32(WIDTH) + c] = dv[c][r];
        }
      }
    }
  }

  let base = u32(LOCATION) + ((group.x * u32(SPLITS) + group.z) * u32(HEADS) + head) * u32(WEIGHTS);
  @if(private_gradient) {
    for (var round = 0; round < ROUNDS; round++) {
      for (var p = 0; p < SHARE; p++) {
        if (round * SHARE + p < WEIGHTS) {
          shares[thread * u32(STRIDE) + p] = gradient[min(round * SHARE + p, WEIGHTS - 1)];
        }
      }
      workgroupBarrier();
      for (var p = thread; p < min(u32(SHARE), u32(WEIGHTS - round * SHARE)); p += u32(WORKGROUP)) {
        var total = 0.0;
        for (var t = 0u; t < u32(WORKGROUP); t++) { total += shares[t * u32(STRIDE) + p]; }
        result[base + u32(round * SHARE) + p] = total;
      }
      workgroupBarrier();
    }
  }
  // The packed weights are [W1; b1], [W2; b2], [W3; b3], so a block's row and column give its place directly.
  @if(!private_gradient) {
    for (var own = 0; own < OWNED; own++) {
      let b = thread + own * WORKGROUP;
      if (b < u32(BLOCKS)) {
        let rows = block_rows(b);
        for (var r = 0; r < 4; r++) {
          for (var c = 0; c < 4; c++) {
            if (b < u32(BLOCKS_2)) {
              let cell = vec2u(4u * rows.x + r, 4u * rows.y + c);
              if (cell.x <= u32(HIDDEN) && cell.y < u32(HIDDEN)) {
                result[base + W2 + cell.x * u32(HIDDEN) + cell.y] = blocks[own][r][c];
              }
            } else if (b < u32(BLOCKS_21)) {
              let cell = vec2u(4u * (rows.x - u32(UNITS_BIAS)) + r, 4u * (rows.y - u32(UNITS)) + c);
              if (cell.x <= u32(PAIR_DIM) && cell.y < u32(HIDDEN)) {
                result[base + cell.x * u32(HIDDEN) + cell.y] = blocks[own][r][c];
              }
            } else if (c == 0) {
              let u = 4u * (rows.x - u32(UNITS_BIAS + PAIR_BIAS)) + r;
              if (u <= u32(HIDDEN)) { result[base + W3 + u] = blocks[own][r][c]; }
            }
          }
        }
      }
    }
  }
}
