// Gradient of the location net's weights: a sum of outer products over all pairs, of [l 1] with d1, [h1 1] with d2 and
// [h2 1] with d3. Both backward kernels add their pairs up here, every workgroup its own; a sum over workgroups follows in
// another kernel. Two ways:
//   private_gradient: each thread sums its own pairs in its own memory (`package::locations::own_gradient`). No barrier in
//     the loop, but some K^2 numbers a thread: right for small nets, and where a thread's memory is a CPU's cache.
//   otherwise: each pair leaves a record in workgroup memory, [h1 1 | l 1 | h2 1] on the left and [d2 | d1 | d3] on the
//     right; each thread owns 4 x 4 blocks of the products and keeps them in registers.
import constants::{HIDDEN, WORKGROUP};
import package::group::PAIR_DIM;
import package::dense::activation::{Lanes, LANES};
import package::location::Kept;
import package::locations::own_gradient::result;
@if(private_gradient) import package::locations::own_gradient::{gradient, store_own_gradient};
import package::locations::net_weights::{B1, W2, B2, W3, B3};

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

@if(!private_gradient) var<private> blocks: array<mat4x4f, OWNED>;
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

// Adds the pairs of every thread of the workgroup; all of them must call. d1, d2 and d3 are as `location_cotangents`
// leaves them: d2 is still to be multiplied by d3.
fn add_pairs(thread: u32, l: ptr<function, array<Lanes, PAIR_DIM>>, state: ptr<function, Kept>, d3: Lanes) {
  @if(private_gradient) {
    var cotangent2: array<Lanes, HIDDEN>;
    @unroll for (var o = 0; o < HIDDEN; o++) { cotangent2[o] = d3 * Lanes((*state).d2[o]); }
    @unroll for (var u = 0; u < HIDDEN; u++) {
      @unroll for (var c = 0; c < PAIR_DIM; c++) { gradient[c * HIDDEN + u] += dot((*l)[c], (*state).d1[u]); }
      gradient[B1 + u] += dot(Lanes(1.0), (*state).d1[u]);
      let h = Lanes((*state).h1[u]);
      @unroll for (var o = 0; o < HIDDEN; o++) { gradient[W2 + u * HIDDEN + o] += dot(h, cotangent2[o]); }
      gradient[B2 + u] += dot(Lanes(1.0), cotangent2[u]);
      gradient[W3 + u] += dot((*state).h2[u], d3);
    }
    gradient[B3] += dot(Lanes(1.0), d3);
  }
  @if(!private_gradient) {
    @unroll for (var lane = 0; lane < LANES; lane++) {
      @unroll for (var b = 0; b < UNITS_BIAS; b++) {
        var x1: vec4f;
        var x2: vec4f;
        @unroll for (var r = 0; r < 4; r++) {
          let bias = select(0.0, 1.0, 4 * b + r == HIDDEN);
          x1[r] = select(bias, f32((*state).h1[min(4 * b + r, HIDDEN - 1)][lane]), 4 * b + r < HIDDEN);
          x2[r] = select(bias, (*state).h2[min(4 * b + r, HIDDEN - 1)][lane], 4 * b + r < HIDDEN);
        }
        left[b * WORKGROUP + thread] = x1;
        left[(UNITS_BIAS + PAIR_BIAS + b) * WORKGROUP + thread] = x2;
      }
      @unroll for (var b = 0; b < PAIR_BIAS; b++) {
        var x: vec4f;
        @unroll for (var r = 0; r < 4; r++) {
          let bias = select(0.0, 1.0, 4 * b + r == PAIR_DIM);
          x[r] = select(bias, (*l)[min(4 * b + r, PAIR_DIM - 1)][lane], 4 * b + r < PAIR_DIM);
        }
        left[(UNITS_BIAS + b) * WORKGROUP + thread] = x;
      }
      @unroll for (var b = 0; b < UNITS; b++) {
        var x1: vec4f;
        var x2: vec4f;
        @unroll for (var r = 0; r < 4; r++) {
          x1[r] = select(0.0, (*state).d1[min(4 * b + r, HIDDEN - 1)][lane], 4 * b + r < HIDDEN);
          x2[r] = select(0.0, d3[lane] * f32((*state).d2[min(4 * b + r, HIDDEN - 1)][lane]), 4 * b + r < HIDDEN);
        }
        right[b * WORKGROUP + thread] = x2;
        right[(UNITS + b) * WORKGROUP + thread] = x1;
      }
      right[2 * UNITS * WORKGROUP + thread] = vec4f(d3[lane], 0.0, 0.0, 0.0);
      workgroupBarrier();
      @unroll for (var own = 0; own < OWNED; own++) {
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

// Writes the workgroup's sum from place `base` of the result on.
fn store_gradient(base: u32, thread: u32) {
  @if(private_gradient) { store_own_gradient(base, thread); }
  // The packed weights are [W1; b1], [W2; b2], [W3; b3], so a block's row and column give its place directly.
  @if(!private_gradient) {
    @unroll for (var own = 0; own < OWNED; own++) {
      let b = thread + own * WORKGROUP;
      if (b < u32(BLOCKS)) {
        let rows = block_rows(b);
        @unroll for (var r = 0; r < 4; r++) {
          @unroll for (var c = 0; c < 4; c++) {
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
