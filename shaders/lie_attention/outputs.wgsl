// What the forward kernel left, and the cotangent of its outputs: rows of one head, read as those of qkv are. WGSL hands no
// buffer to a function, so each has its own.
import constants::HEAD_DIM;

@if(!fours) @group(0) @binding(5) var<storage, read> forward: array<f32>;
@if(fours) @group(0) @binding(5) var<storage, read> forward: array<vec4f>;
@if(!fours) @group(0) @binding(6) var<storage, read> cotangent: array<f32>;
@if(fours) @group(0) @binding(6) var<storage, read> cotangent: array<vec4f>;
@if(fours) const READS = HEAD_DIM / 4;

fn output_row(place: u32) -> array<f32, HEAD_DIM> {
  var row: array<f32, HEAD_DIM>;
  @if(!fours) @unroll for (var c = 0; c < HEAD_DIM; c++) { row[c] = forward[place + c]; }
  @if(fours) @unroll for (var f = 0; f < READS; f++) {
    let read = forward[place / 4u + f];
    @unroll for (var t = 0; t < 4; t++) { row[4 * f + t] = read[t]; }
  }
  return row;
}

fn cotangent_row(place: u32) -> array<f32, HEAD_DIM> {
  var row: array<f32, HEAD_DIM>;
  @if(!fours) @unroll for (var c = 0; c < HEAD_DIM; c++) { row[c] = cotangent[place + c]; }
  @if(fours) @unroll for (var f = 0; f < READS; f++) {
    let read = cotangent[place / 4u + f];
    @unroll for (var t = 0; t < 4; t++) { row[4 * f + t] = read[t]; }
  }
  return row;
}

// The two numbers that the forward kernel kept of a row, at an even place.
fn kept_pair(place: u32) -> vec2f {
  @if(!fours) { return vec2f(forward[place], forward[place + 1u]); }
  @if(fours) {
    let read = forward[place / 4u];
    return select(read.xy, read.zw, place % 4u == 2u);
  }
}
