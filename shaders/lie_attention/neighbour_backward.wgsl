// Fused Lie self-attention over neighbour lists, backward: one thread holds a few queries of one head and walks over
// their lists, so that all threads have the same work, however popular a key is.
//
//   ds_in = w_in (do_i . v_j - do_i . out_i), j = neighbour n of i  (softmax; mean and exp are simpler)
//   dq_i  = sum_n ds_in k_j
//
// dk and dv are sums over the lists that hold a key; `neighbour_gather.wgsl` adds them up from ds and w, which are stored
// for every pair: memory is linear in M K. The gradient of the location weights is summed in `package::location_gradient`.
//
// Result, flat: dq [B, M, C], then ds and w [B, M, KEYS, 2, H], then location weights [GROUPS, H, WEIGHTS].
import constants::{BATCH, ELEMENTS, HEADS, HEAD_DIM, KEYS, WEIGHTS, WORKGROUP, GROUPS, TILES, OFFSET0, OFFSET2, OFFSET4, OFFSET5, OFFSET6};
import package::group::{Element, PAIR_DIM};
import package::dense::activation::{Flags, Lanes, LANES};
import package::lie_attention::keys::{Place, lane_rows, qkv_row};
import package::location_gradient::{add_pairs, store_gradient};
import package::locations::own_gradient::{result};
@if(subgroups) import package::locations::own_gradient::subgroup_size;
import package::location::{Kept, choose_head, location_cotangents, location_score_with_slopes};
import package::lie_attention::outputs::{cotangent_row, kept_pair, output_row};
import package::lie_attention::pair::seen_pair;
import package::lie_attention::score::weigh;
@if(subgroups) enable subgroups;
@if(half) enable f16;

@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(4) var<storage, read> table: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const KEPT = BATCH * ELEMENTS * WIDTH;
const BLOCKS = (ELEMENTS + LANES - 1) / LANES;
const PAIRS = BATCH * ELEMENTS * WIDTH;
const LOCATION = PAIRS + 2 * BATCH * ELEMENTS * KEYS * HEADS;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32,
  @if(subgroups) @builtin(subgroup_size) threads_in_step: u32,
) {
  @if(subgroups) { subgroup_size = threads_in_step; }
  let head = group.y;
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);
  let scale = inverseSqrt(f32(HEAD_DIM));
  choose_head(head);

  for (var tile = 0u; tile < u32(TILES); tile++) {
    let whole = (tile * u32(GROUPS) + group.x) * u32(WORKGROUP) + thread;
    let block = min(whole, u32(BATCH * BLOCKS - 1));
    let first = block / u32(BLOCKS) * u32(ELEMENTS);
    let query = block % u32(BLOCKS) * u32(LANES);
    // Lanes beyond the last query repeat it, weigh nothing, and are not stored.
    var inside: Flags;
    var row: array<u32, LANES>;
    var g: array<Element, LANES>;
    var q: array<Lanes, HEAD_DIM>;
    var dout: array<Lanes, HEAD_DIM>;
    var out: array<Lanes, HEAD_DIM>;
    var dq: array<Lanes, HEAD_DIM>;
    var peak: Lanes;
    var inverse: Lanes;
    @unroll for (var r = 0; r < LANES; r++) {
      row[r] = first + min(query + r, u32(ELEMENTS - 1));
      inside[r] = whole < u32(BATCH * BLOCKS) && query + r < u32(ELEMENTS);
      g[r] = elements[row[r]];
      let row_kept = kept_pair(u32(OFFSET5 + KEPT) + 2u * (row[r] * u32(HEADS) + head));
      peak[r] = row_kept.x;
      inverse[r] = row_kept.y;
      let own = row[r] * u32(WIDTH) + head * u32(HEAD_DIM);
      let own_query = qkv_row(channel + row[r] * u32(3 * WIDTH));
      let own_output = output_row(u32(OFFSET5) + own);
      let own_cotangent = cotangent_row(u32(OFFSET6) + own);
      @unroll for (var c = 0; c < HEAD_DIM; c++) {
        q[c][r] = scale * own_query[c];
        out[c][r] = own_output[c];
        dout[c][r] = own_cotangent[c];
      }
    }
    @unroll for (var c = 0; c < HEAD_DIM; c++) { dq[c] = Lanes(0.0); }
    // Under softmax ds_in adds up to zero over n, so the first key of the cloud may be taken off all of them.
    @if(softmax && !multiply) let origin = qkv_row(channel + first * u32(3 * WIDTH) + u32(WIDTH));

    for (var n = 0u; n < u32(KEYS); n++) {
      var key: Place;
      var live: Flags;
      var l: array<Lanes, PAIR_DIM>;
      @unroll for (var r = 0; r < LANES; r++) {
        key[r] = first + u32(table[u32(OFFSET4) + row[r] * u32(KEYS) + n]);
        live[r] = inside[r] && mask[u32(OFFSET2) + key[r]] > 0.5;
        let seen = seen_pair(g[r], elements[key[r]]);
        @unroll for (var c = 0; c < PAIR_DIM; c++) { l[c][r] = seen[c]; }
      }
      var kept: Kept;
      let location = location_score_with_slopes(&l, &kept);

      let k = lane_rows(channel + key * u32(3 * WIDTH) + u32(WIDTH));
      let v = lane_rows(channel + key * u32(3 * WIDTH) + u32(2 * WIDTH));
      var content = Lanes(0.0);
      var dw = Lanes(0.0);
      @unroll for (var c = 0; c < HEAD_DIM; c++) {
        content += q[c] * k[c];
        // The difference first: over the keys these add up to zero, and rounding must not hide what is left.
        @if(softmax) { dw += dout[c] * (v[c] - out[c]); }
        @if(!softmax) { dw += dout[c] * v[c]; }
      }
      let pair = weigh(content, location, dw, inside, live, peak, inverse);
      @unroll for (var c = 0; c < HEAD_DIM; c++) {
        @if(softmax && !multiply) { dq[c] += pair.dcontent * (k[c] - origin[c]); }
        @if(!softmax || multiply) { dq[c] += pair.dcontent * k[c]; }
      }
      @unroll for (var r = 0; r < LANES; r++) {
        if (inside[r]) {
          let place = u32(PAIRS) + (row[r] * u32(KEYS) + n) * u32(2 * HEADS) + head;
          result[place] = pair.dcontent[r];
          result[place + u32(HEADS)] = pair.weight[r];
        }
      }

      location_cotangents(pair.d3, &kept);
      add_pairs(thread, &l, &kept, pair.d3);
    }
    @unroll for (var r = 0; r < LANES; r++) {
      if (inside[r]) {
        @unroll for (var c = 0; c < HEAD_DIM; c++) {
          result[row[r] * u32(WIDTH) + head * u32(HEAD_DIM) + c] = scale * dq[c][r];
        }
      }
    }
  }
  store_gradient(u32(LOCATION) + (group.x * u32(HEADS) + head) * u32(WEIGHTS), thread);
}
