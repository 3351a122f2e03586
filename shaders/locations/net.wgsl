// One head's location net, three dense layers with an activation after each (specification 3.3), for all pairs of a
// thread: its value, and value with slopes for the backward pass.
//
// private_weights: each thread keeps the head's weights in its own memory instead of reading them where they lie.
// one_by_one: the net runs over the thread's pairs in a loop, which is a quarter of the code; a CPU's caches like that.
// half: products with the inner K x K matrix, most of the net's arithmetic, are taken in 16-bit floats. The first
//   layer stays in 32 bits; so does d3, however small, by which cotangents are multiplied after those products. Hidden
//   values beyond 65504 overflow.
import constants::{HIDDEN, WEIGHTS, OFFSET3};
import package::group::PAIR_DIM;
import package::dense::activation::{Activated, Lanes, LANES, Part, activate, activate_with_slope};
import package::locations::net_weights::{B1, W2, B2, W3, B3};

@group(0) @binding(3) var<storage, read> location: array<f32>;

// What the inner matrix multiplies, and its entries.
@if(!half) alias Hidden = Part;
@if(half && one_by_one) alias Hidden = f16;
@if(half && !one_by_one && lanes4) alias Hidden = vec4<f16>;
@if(half && !one_by_one && lanes2) alias Hidden = vec2<f16>;
@if(!half) alias Inner = f32;
@if(half) alias Inner = f16;

@if(private_weights) var<private> kept: array<f32, WEIGHTS>;
@if(private_weights && half) const INNER = HIDDEN * HIDDEN;
@if(private_weights && half) var<private> kept_inner: array<f16, INNER>;
@if(private_weights) fn choose_head(head: u32) {
  @unroll for (var p = 0; p < WEIGHTS; p++) { kept[p] = location[u32(OFFSET3) + head * u32(WEIGHTS) + p]; }
  @if(half) { @unroll for (var p = 0; p < INNER; p++) { kept_inner[p] = f16(kept[W2 + p]); } }
}
@if(private_weights) fn weight(p: u32) -> f32 { return kept[p]; }

@if(!private_weights) var<private> first_weight: u32;
@if(!private_weights) fn choose_head(head: u32) { first_weight = u32(OFFSET3) + head * u32(WEIGHTS); }
@if(!private_weights) fn weight(p: u32) -> f32 { return location[first_weight + p]; }

@if(!half || !private_weights) fn inner(u: u32, o: u32) -> Inner { return Inner(weight(W2 + u * HIDDEN + o)); }
@if(half && private_weights) fn inner(u: u32, o: u32) -> Inner { return kept_inner[u * HIDDEN + o]; }

fn location_score(l: ptr<function, array<Lanes, PAIR_DIM>>) -> Lanes {
  @if(!one_by_one) { return score_of_pairs(*l); }
  @if(one_by_one) {
    var y: Lanes;
    for (var lane = 0u; lane < u32(LANES); lane++) {
      var part: array<Part, PAIR_DIM>;
      @unroll for (var c = 0; c < PAIR_DIM; c++) { part[c] = entry((*l)[c], lane); }
      // After all of them the first is in front.
      y = Lanes(y.yzw, score_of_pairs(part));
    }
    return y;
  }
}

// v[lane]; indexed by a variable, a vector would not stay in registers.
@if(one_by_one) fn entry(v: Lanes, lane: u32) -> f32 {
  return select(select(v.w, v.z, lane == 2u), select(v.y, v.x, lane == 0u), lane < 2u);
}

fn score_of_pairs(l: array<Part, PAIR_DIM>) -> Part {
  var h: array<Hidden, HIDDEN>;
  @unroll for (var u = 0; u < HIDDEN; u++) {
    var x = Part(weight(B1 + u));
    @unroll for (var c = 0; c < PAIR_DIM; c++) { x += weight(c * HIDDEN + u) * l[c]; }
    h[u] = Hidden(activate(x));
  }
  var x3 = Part(weight(B3));
  @unroll for (var o = 0; o < HIDDEN; o++) {
    var x = Hidden(Inner(weight(B2 + o)));
    @unroll for (var u = 0; u < HIDDEN; u++) { x += inner(u, o) * h[u]; }
    x3 += weight(W3 + o) * activate(Part(x));
  }
  return activate(x3);
}

// What the backward pass needs of a pair: values h1, h2 and slopes d1, d2 of the hidden layers.
struct Kept {
  h1: array<Hidden, HIDDEN>,
  d1: array<Lanes, HIDDEN>,
  h2: array<Lanes, HIDDEN>,
  d2: array<Hidden, HIDDEN>,
}

fn location_score_with_slopes(l: ptr<function, array<Lanes, PAIR_DIM>>, state: ptr<function, Kept>) -> Activated {
  @unroll for (var u = 0; u < HIDDEN; u++) {
    var x = Lanes(weight(B1 + u));
    @unroll for (var c = 0; c < PAIR_DIM; c++) { x += weight(c * HIDDEN + u) * (*l)[c]; }
    let y = activate_with_slope(x);
    (*state).h1[u] = Hidden(y.value);
    (*state).d1[u] = y.slope;
  }
  var x3 = Lanes(weight(B3));
  @unroll for (var o = 0; o < HIDDEN; o++) {
    var x = Hidden(Inner(weight(B2 + o)));
    @unroll for (var u = 0; u < HIDDEN; u++) { x += inner(u, o) * (*state).h1[u]; }
    let y = activate_with_slope(Lanes(x));
    (*state).h2[o] = y.value;
    (*state).d2[o] = Hidden(y.slope);
    x3 += weight(W3 + o) * y.value;
  }
  return activate_with_slope(x3);
}

// Back through the net from d3, the cotangent of the last pre-activation: slopes d1 become cotangents, slopes d2
// derivatives of that pre-activation, cotangents but for d3.
fn location_cotangents(d3: Lanes, state: ptr<function, Kept>) {
  @unroll for (var o = 0; o < HIDDEN; o++) { (*state).d2[o] *= Inner(weight(W3 + o)); }
  @unroll for (var u = 0; u < HIDDEN; u++) {
    var d = Hidden(0.0);
    @unroll for (var o = 0; o < HIDDEN; o++) { d += inner(u, o) * (*state).d2[o]; }
    (*state).d1[u] *= d3 * Lanes(d);
  }
}
