// Rows of queries, keys and values of one head in qkv, HEAD_DIM numbers from a place on; read in fours where all rows
// begin at multiples of four.
import constants::HEAD_DIM;
import package::dense::activation::{Lanes, LANES};

@if(!fours) @group(0) @binding(0) var<storage, read> qkv: array<f32>;
@if(fours) @group(0) @binding(0) var<storage, read> qkv: array<vec4f>;
@if(fours) const READS = HEAD_DIM / 4;

fn qkv_row(place: u32) -> array<f32, HEAD_DIM> {
  var row: array<f32, HEAD_DIM>;
  @if(!fours) @unroll for (var c = 0; c < HEAD_DIM; c++) { row[c] = qkv[place + c]; }
  @if(fours) @unroll for (var f = 0; f < READS; f++) {
    let read = qkv[place / 4u + f];
    @unroll for (var t = 0; t < 4; t++) { row[4 * f + t] = read[t]; }
  }
  return row;
}

// The lanes' rows: one for all of them, or one for each.
@if(!neighbours) alias Place = u32;
@if(!neighbours) fn lane_rows(place: Place) -> array<f32, HEAD_DIM> { return qkv_row(place); }
@if(neighbours && lanes4) alias Place = vec4u;
@if(neighbours && lanes2) alias Place = vec2u;
@if(neighbours) fn lane_rows(place: Place) -> array<Lanes, HEAD_DIM> {
  var rows: array<Lanes, HEAD_DIM>;
  @unroll for (var r = 0; r < LANES; r++) {
    let row = qkv_row(place[r]);
    @unroll for (var c = 0; c < HEAD_DIM; c++) { rows[c][r] = row[c]; }
  }
  return rows;
}
