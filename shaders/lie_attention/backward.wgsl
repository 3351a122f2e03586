// Fused Lie self-attention, backward: one thread holds a few keys of one head and walks over the queries. The location
// is evaluated once more, its derivative follows at once, and nothing of size M x M is stored.
//
//   dv_j = sum_i w_ij do_i      ds_ij = w_ij (do_i . v_j - do_i . out_i)  (softmax; mean and exp are simpler)
//   dk_j = sum_i ds_ij q_i      dq_i  = sum_j ds_ij k_j
//
// - dk and dv stay in the thread. Each thread leaves its share of dq for QUERIES queries in workgroup memory, where they
//   are summed over the keys of the tile; because a workgroup walks over every SLOTS-th tile, dq has SLOTS slots in
//   global memory. Where that leaves too few workgroups, the queries are split too, and dk and dv have SPLITS slots.
//   Both numbers are bounded, so memory is linear in M.
// - Small clouds share a workgroup: its threads fall into SEGMENTS segments of THREADS, one batch entry each.
// - The gradient of the location weights is summed in `package::location_gradient`.
// - causal: no element attends to one after itself. asked: queries stand at elements of their own.
//
// Result, flat: dq [SLOTS, B, M, C], then dk and dv [SPLITS, B, M, 2 C], then location weights [GROUPS, H, WEIGHTS]. With
// one slot and one split dq, dk and dv lie side by side, [B, M, 3 C].
import constants::{BATCH, ELEMENTS, HEADS, HEAD_DIM, WEIGHTS, WORKGROUP, THREADS, SEGMENTS, SLOTS, SPLITS, TILES, QUERIES, SHARE, OFFSET0, OFFSET2, OFFSET4, OFFSET5};
@if(asked) import constants::OFFSET6;
import package::group::{Element, PAIR_DIM};
import package::dense::activation::{Flags, Lanes, LANES};
import package::lie_attention::keys::qkv_row;
import package::location_gradient::{add_pairs, store_gradient};
import package::locations::own_gradient::{STRIDE, shares, result};
@if(subgroups) import package::locations::own_gradient::subgroup_size;
import package::location::{Kept, choose_head, location_cotangents, location_score_with_slopes};
import package::lie_attention::outputs::{cotangent_row, kept_pair, output_row};
import package::lie_attention::pair::seen_pair;
import package::lie_attention::score::weigh;
@if(subgroups) enable subgroups;
@if(half) enable f16;

@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;

@if(asked) @group(0) @binding(4) var<storage, read> asked_from: array<Element>;

@if(!asked) const VALUES = OFFSET4;
@if(!asked) const COTANGENT = OFFSET5;
@if(asked) const VALUES = OFFSET5;
@if(asked) const COTANGENT = OFFSET6;
const WIDTH = HEADS * HEAD_DIM;
const KEPT = BATCH * ELEMENTS * WIDTH;
const TOGETHER = SLOTS * SPLITS == 1;
const QUERY_ROW = select(WIDTH, 3 * WIDTH, TOGETHER);
const KEY_ROW = select(2 * WIDTH, 3 * WIDTH, TOGETHER);
const KEY_VALUE = select(SLOTS * BATCH * ELEMENTS * WIDTH, WIDTH, TOGETHER);
const LOCATION = (SLOTS + 2 * SPLITS) * BATCH * ELEMENTS * WIDTH;
// Queries of a split.
const SPAN = (ELEMENTS + SPLITS - 1) / SPLITS;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32,
  @if(subgroups) @builtin(subgroup_size) threads_in_step: u32,
) {
  @if(subgroups) { subgroup_size = threads_in_step; }
  let slot = group.x % u32(SLOTS);
  let entries = group.x / u32(SLOTS) * u32(SEGMENTS);
  let entry = entries + thread / u32(THREADS);
  let working = thread < u32(SEGMENTS * THREADS) && entry < u32(BATCH);
  let first = min(entry, u32(BATCH - 1)) * u32(ELEMENTS);
  let head = group.y;
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);
  let scale = inverseSqrt(f32(HEAD_DIM));
  choose_head(head);

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
    @unroll for (var r = 0; r < LANES; r++) {
      let key = first + min(j + r, u32(ELEMENTS - 1));
      inside[r] = working && j + r < u32(ELEMENTS);
      live[r] = inside[r] && mask[u32(OFFSET2) + key] > 0.5;
      g[r] = elements[key];
      let own_key = qkv_row(channel + key * u32(3 * WIDTH) + u32(WIDTH));
      let own_value = qkv_row(channel + key * u32(3 * WIDTH) + u32(2 * WIDTH));
      @unroll for (var c = 0; c < HEAD_DIM; c++) {
        k[c][r] = scale * own_key[c];
        v[c][r] = own_value[c];
      }
    }
    // Keys as dq sees them. Under softmax ds_ij adds up to zero over j, so the first key of the cloud may be taken off
    // all of them; what similar keys have in common then leaves no rounding behind.
    var offset: array<Lanes, HEAD_DIM>;
    @if(softmax && !multiply) let origin = qkv_row(channel + first * u32(3 * WIDTH) + u32(WIDTH));
    @unroll for (var c = 0; c < HEAD_DIM; c++) {
      dk[c] = Lanes(0.0);
      dv[c] = Lanes(0.0);
      offset[c] = k[c];
      @if(softmax && !multiply) { offset[c] -= scale * origin[c]; }
    }

    let last = min((group.z + 1u) * u32(SPAN), u32(ELEMENTS));
    var start = group.z * u32(SPAN);
    // Queries before all keys of the tile see none of them; the slot's first tile still sets what they get to zero.
    @if(causal) {
      let sees = tile * u32(THREADS * LANES);
      if (tile != slot && sees > start) { start += (sees - start) / u32(QUERIES) * u32(QUERIES); }
    }
    for (; start < last; start += u32(QUERIES)) {
      let count = min(u32(QUERIES), last - start);
      for (var n = 0u; n < count; n++) {
        let query = first + start + n;

        // Forward through the location, keeping what its derivative needs.
        @if(!asked) let attending = elements[query];
        @if(asked) let attending = asked_from[query];
        var l: array<Lanes, PAIR_DIM>;
        @unroll for (var r = 0; r < LANES; r++) {
          let feature = seen_pair(attending, g[r]);
          @unroll for (var c = 0; c < PAIR_DIM; c++) { l[c][r] = feature[c]; }
        }
        var kept: Kept;
        let location = location_score_with_slopes(&l, &kept);

        // Score, weight and the score's cotangent.
        let row = query * u32(WIDTH) + head * u32(HEAD_DIM);
        let q = qkv_row(channel + query * u32(3 * WIDTH));
        let dout = cotangent_row(u32(COTANGENT) + row);
        @if(softmax) let out = output_row(u32(VALUES) + row);
        var content = Lanes(0.0);
        var dw = Lanes(0.0);
        @unroll for (var c = 0; c < HEAD_DIM; c++) {
          content += q[c] * k[c];
          // The difference first: over the keys these add up to zero, and rounding must not hide what is left.
          @if(softmax) { dw += dout[c] * (v[c] - out[c]); }
          @if(!softmax) { dw += dout[c] * v[c]; }
        }
        let row_kept = kept_pair(u32(VALUES + KEPT) + 2u * (query * u32(HEADS) + head));
        var seen = inside;
        var counted = live;
        @if(causal) { @unroll for (var r = 0; r < LANES; r++) {
          seen[r] = inside[r] && j + r <= start + n;
          counted[r] = live[r] && j + r <= start + n;
        } }
        let pair = weigh(content, location, dw, seen, counted, Lanes(row_kept.x), Lanes(row_kept.y));
        @unroll for (var c = 0; c < HEAD_DIM; c++) {
          dv[c] += pair.weight * dout[c];
          dk[c] += pair.dcontent * q[c];
          shares[thread * u32(STRIDE) + n * u32(HEAD_DIM) + c] = dot(pair.dcontent, offset[c]);
        }

        // Back through the location.
        location_cotangents(pair.d3, &kept);
        add_pairs(thread, &l, &kept, pair.d3);
      }
      workgroupBarrier();
      for (var item = thread; item < u32(SEGMENTS * SHARE); item += u32(WORKGROUP)) {
        let segment = item / u32(SHARE);
        let cell = item % u32(SHARE);
        let n = cell / u32(HEAD_DIM);
        if (n < count && entries + segment < u32(BATCH)) {
          var dq = 0.0;
          @unroll for (var t = 0; t < THREADS; t++) { dq += shares[(segment * u32(THREADS) + t) * u32(STRIDE) + cell]; }
          let query = (entries + segment) * u32(ELEMENTS) + start + n;
          let place = (slot * u32(BATCH * ELEMENTS) + query) * u32(QUERY_ROW) + head * u32(HEAD_DIM) + cell % u32(HEAD_DIM);
          result[place] = select(result[place], 0.0, tile == slot) + dq;
        }
      }
      workgroupBarrier();
    }
    @unroll for (var r = 0; r < LANES; r++) {
      if (inside[r]) {
        let place = u32(KEY_VALUE) + (group.z * u32(BATCH * ELEMENTS) + first + j + r) * u32(KEY_ROW) + head * u32(HEAD_DIM);
        @unroll for (var c = 0; c < HEAD_DIM; c++) {
          result[place + c] = scale * dk[c][r];
          result[place + u32(WIDTH) + c] = dv[c][r];
        }
      }
    }
  }

  let base = u32(LOCATION) + ((group.x * u32(SPLITS) + group.z) * u32(HEADS) + head) * u32(WEIGHTS);
  store_gradient(base, thread);
}
