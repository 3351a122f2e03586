// Fused Lie self-attention, forward: one thread holds a few queries of one head and walks over the keys.
//
//   l_ij = pair feature of (g_i, g_j)                              computed here, never stored
//   e_ij = q_i . k_j / sqrt(d) + f_h(l_ij), or their product       f: a net of three dense layers, or a sum of waves
//   w_ij = softmax | mean | exp over j;   out_i = sum_j w_ij v_j
//
// Softmax runs online, as in FlashAttention (Dao et al., 2022), so memory is O(B M C). A `Lanes` vector holds one number
// for each query of the thread, so that a key and a weight of the location net are read once for all of them. Queries
// are numbered through the batch, so that small clouds fill a workgroup too; its threads share the head. Where that gives
// too few threads for a GPU, PARTS of them share a thread's queries, each with every PARTS-th key, and add up what they have
// through workgroup memory (as Flash-Decoding, Dao et al., 2023).
// Result, flat: outputs [B, M, C], then of each row and head (maximum, 1 / sum) for softmax, (0, 1 / count) otherwise.
//
// neighbours: each query has a list of KEYS keys of its own, so that every lane reads another key.
// causal: no element attends to one after itself, and no thread walks on beyond its last query.
// asked: queries stand at elements of their own.
import constants::{BATCH, ELEMENTS, HEADS, HEAD_DIM, KEYS, WORKGROUP, PARTS, OFFSET0, OFFSET2};
@if(neighbours) import constants::OFFSET4;
import package::group::{Element, PAIR_DIM};
import package::dense::activation::{Flags, Lanes, LANES};
import package::lie_attention::keys::{Place, lane_rows, qkv_row};
import package::location::{choose_head, location_score};
import package::lie_attention::pair::seen_pair;
import package::lie_attention::score::score_of;
@if(half) enable f16;

@group(0) @binding(1) var<storage, read> elements: array<Element>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@if(neighbours) @group(0) @binding(4) var<storage, read> table: array<f32>;
@if(asked) @group(0) @binding(4) var<storage, read> asked_from: array<Element>;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

const WIDTH = HEADS * HEAD_DIM;
const KEPT = BATCH * ELEMENTS * WIDTH;
const BLOCKS = (ELEMENTS + LANES - 1) / LANES;

// What half of the parts hand to the other half: maxima, normalisers and totals.
@if(split) const HANDED = WORKGROUP / 2;
@if(split) var<workgroup> handed: array<Lanes, HANDED * (HEAD_DIM + 2)>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let part = id.x % u32(PARTS);
  @if(!split) { if (id.x >= u32(BATCH * BLOCKS)) { return; } }
  // Parts wait for each other: those beyond the last queries repeat them.
  let block = min(id.x / u32(PARTS), u32(BATCH * BLOCKS - 1));
  let head = id.y;
  let first = block / u32(BLOCKS) * u32(ELEMENTS);
  let query = block % u32(BLOCKS) * u32(LANES);
  let channel = u32(OFFSET0) + head * u32(HEAD_DIM);
  choose_head(head);

  // Lanes beyond the last query repeat it; their results are not stored.
  var g: array<Element, LANES>;
  var q: array<Lanes, HEAD_DIM>;
  var total: array<Lanes, HEAD_DIM>;
  @unroll for (var r = 0; r < LANES; r++) {
    let row = first + min(query + r, u32(ELEMENTS - 1));
    @if(!asked) { g[r] = elements[row]; }
    @if(asked) { g[r] = asked_from[row]; }
    let own = qkv_row(channel + row * u32(3 * WIDTH));
    @unroll for (var c = 0; c < HEAD_DIM; c++) { q[c][r] = own[c] * inverseSqrt(f32(HEAD_DIM)); }
  }
  var largest = Lanes(-1e38);
  var normaliser = Lanes(0.0);

  var last = u32(KEYS);
  @if(causal) { last = min(last, query + u32(LANES)); }
  for (var n = part; n < last; n += u32(PARTS)) {
    @if(!neighbours) let key = first + n;
    @if(!neighbours) var present = Flags(mask[u32(OFFSET2) + key] > 0.5);
    @if(!neighbours) let other = elements[key];
    @if(causal) var ahead: Flags;
    @if(neighbours) var key: Place;
    @if(neighbours) var present: Flags;
    var l: array<Lanes, PAIR_DIM>;
    @unroll for (var r = 0; r < LANES; r++) {
      @if(neighbours) let row = first + min(query + r, u32(ELEMENTS - 1));
      @if(neighbours) { key[r] = first + u32(table[u32(OFFSET4) + row * u32(KEYS) + n]); }
      @if(neighbours) { present[r] = mask[u32(OFFSET2) + key[r]] > 0.5; }
      @if(neighbours) let other = elements[key[r]];
      @if(causal) { ahead[r] = n > query + r; }
      @if(causal) { present[r] = present[r] && !ahead[r]; }
      let pair = seen_pair(g[r], other);
      @unroll for (var c = 0; c < PAIR_DIM; c++) { l[c][r] = pair[c]; }
    }
    let location = location_score(&l);
    let row = channel + key * u32(3 * WIDTH);
    let k = lane_rows(row + u32(WIDTH));
    var content = Lanes(0.0);
    @unroll for (var c = 0; c < HEAD_DIM; c++) { content += q[c] * k[c]; }
    var score = score_of(content, location);

    var w = Lanes(0.0);
    var shrink = Lanes(1.0);
    @if(softmax) {
      // A masked key scores -1e38, so a row with no key present becomes uniform (specification 3.5); causal, over those
      // before it, and only where it is absent itself, so that nobody reads it.
      score = select(Lanes(-1e38), score, present);
      @if(causal) { score = select(score, Lanes(-3e38), ahead); }
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
    let v = lane_rows(row + u32(2 * WIDTH));
    @unroll for (var c = 0; c < HEAD_DIM; c++) { total[c] = total[c] * shrink + w * v[c]; }
  }
  @if(split) for (var parts = u32(PARTS / 2); parts > 0u; parts /= 2u) {
    let slot = id.x % u32(WORKGROUP) / u32(PARTS) * parts + part % parts;
    if (part >= parts && part < 2u * parts) {
      handed[slot] = largest;
      handed[HANDED + slot] = normaliser;
      @unroll for (var c = 0; c < HEAD_DIM; c++) { handed[(c + 2) * HANDED + slot] = total[c]; }
    }
    workgroupBarrier();
    if (part < parts) {
      var shrink = Lanes(1.0);
      var other_shrink = Lanes(1.0);
      @if(softmax) {
        let peak = max(largest, handed[slot]);
        shrink = exp(largest - peak);
        other_shrink = exp(handed[slot] - peak);
        largest = peak;
      }
      normaliser = normaliser * shrink + handed[HANDED + slot] * other_shrink;
      @unroll for (var c = 0; c < HEAD_DIM; c++) { total[c] = total[c] * shrink + handed[(c + 2) * HANDED + slot] * other_shrink; }
    }
    workgroupBarrier();
  }
  @if(split) { if (part > 0u || id.x >= u32(BATCH * BLOCKS * PARTS)) { return; } }
  @if(!softmax) { largest = Lanes(0.0); normaliser = max(normaliser, Lanes(1.0)); }
  @unroll for (var r = 0; r < LANES; r++) {
    if (query + r < u32(ELEMENTS)) {
      let row = first + query + r;
      let place = row * u32(WIDTH) + head * u32(HEAD_DIM);
      @unroll for (var c = 0; c < HEAD_DIM; c++) { result[place + c] = total[c][r] / normaliser[r]; }
      let kept = u32(KEPT) + 2u * (row * u32(HEADS) + head);
      result[kept] = largest[r];
      result[kept + 1u] = 1.0 / normaliser[r];
    }
  }
}
