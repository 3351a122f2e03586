// What a product reads: A, B, and what is done to them on the way.
//
// - A may be multiplied by slopes (of an activation, in a gradient) that lie as A does.
// - A's rows, or B's in the gradient of weights, may be normalised (layer norm) as they are read.
// - A bias stands behind the weights B.
//
// Four numbers are read at once where they lie side by side and aligned: along the inner axis (a_inner, b_inner; a block
// then holds DEPTH = 4 steps of it), along A's rows (a_rows) or B's columns (b_columns, of which a thread then has groups
// of four side by side).
import constants::{ROWS, INNER, COLUMNS, TILE_ROWS, TILE_COLUMNS, DEPTH, SIDE, A_OFFSET, A_ROW, A_INNER, B_OFFSET, B_INNER, B_COLUMN, A0, A1, A2, B0, B1, B2};
@if(a_sloped) import constants::{S_OFFSET, S_ROW, S_INNER};
@if(a_normed) import constants::NORM_OFFSET;
@if(b_normed) import constants::STATISTICS_OFFSET;
@if(bias) import constants::{BIAS_OFFSET, BIAS_STRIDE};

@if(a_inner || a_rows) @group(0) @binding(0) var<storage, read> a: array<vec4f>;
@if(!a_inner && !a_rows) @group(0) @binding(0) var<storage, read> a: array<f32>;
@if(b_inner || b_columns) @group(0) @binding(1) var<storage, read> b: array<vec4f>;
@if(!b_inner && !b_columns) @group(0) @binding(1) var<storage, read> b: array<f32>;
@if(a_sloped && (a_inner || a_rows)) @group(0) @binding(2) var<storage, read> slopes: array<vec4f>;
@if(a_sloped && !a_inner && !a_rows) @group(0) @binding(2) var<storage, read> slopes: array<f32>;
// Scale and shift of the layer norm, [2, width]; mean and 1 / sqrt(var + eps) of each row.
@if(a_normed || b_normed) @group(0) @binding(3) var<storage, read> affine: array<f32>;
@if(b_normed) @group(0) @binding(4) var<storage, read> statistics: array<f32>;

// Numbers of A and B that a thread reads at once, and how many such it has.
@if(a_rows) const WIDTH_A = 4;
@if(!a_rows) const WIDTH_A = 1;
@if(b_columns) const WIDTH_B = 4;
@if(!b_columns) const WIDTH_B = 1;
const READS_A = TILE_ROWS / WIDTH_A;
const READS_B = TILE_COLUMNS / WIDTH_B;

// A thread's numbers for DEPTH steps of the inner axis: [row, step] and [column, step].
const BLOCK_A = TILE_ROWS * DEPTH;
const BLOCK_B = TILE_COLUMNS * DEPTH;

// From a thread's first column to its column `s`.
fn across(s: u32) -> u32 { return s / u32(WIDTH_B) * u32(SIDE * WIDTH_B) + s % u32(WIDTH_B); }

// Where a thread's rows of A begin, and their statistics.
struct Rows {
  a: array<u32, READS_A>,
  @if(a_sloped) slopes: array<u32, READS_A>,
  @if(a_normed) mean: array<f32, TILE_ROWS>,
  @if(a_normed) inverse_deviation: array<f32, TILE_ROWS>,
}

// Rows beyond the edge repeat the last ones; their results are not stored.
fn rows_of_a(batch: vec3u, row: u32) -> Rows {
  var rows: Rows;
  let start = u32(A_OFFSET) + dot(batch, vec3u(A0, A1, A2));
  @unroll for (var r = 0; r < READS_A; r++) {
    let first = min(row + WIDTH_A * r, u32(ROWS - WIDTH_A));
    rows.a[r] = start + first * u32(A_ROW);
    @if(a_sloped) { rows.slopes[r] = u32(S_OFFSET) + first * u32(S_ROW); }
  }
  @if(a_normed) @unroll for (var r = 0; r < TILE_ROWS; r++) {
    // In one pass, from the first entry, which keeps the difference of squares exact for rows far from zero.
    var sum = 0.0;
    var squares = 0.0;
    @if(a_inner) let origin = a[rows.a[r] / 4u].x;
    @if(a_inner) for (var k = 0u; k < u32(INNER); k += 4u) {
      let x = a[(rows.a[r] + k) / 4u] - origin;
      sum += dot(x, vec4f(1.0));
      squares += dot(x, x);
    }
    @if(!a_inner) let origin = a[rows.a[r]];
    @if(!a_inner) for (var k = 0u; k < u32(INNER); k++) {
      let x = a[rows.a[r] + k * u32(A_INNER)] - origin;
      sum += x;
      squares += x * x;
    }
    let shifted = sum / f32(INNER);
    rows.mean[r] = origin + shifted;
    rows.inverse_deviation[r] = inverseSqrt(max(squares / f32(INNER) - shifted * shifted, 0.0) + 1e-5);
  }
  return rows;
}

// Where a thread's columns of B begin.
fn columns_of_b(batch: vec3u, column: u32) -> array<u32, READS_B> {
  var columns: array<u32, READS_B>;
  let start = u32(B_OFFSET) + dot(batch, vec3u(B0, B1, B2));
  @unroll for (var s = 0; s < READS_B; s++) {
    columns[s] = start + min(column + across(WIDTH_B * s), u32(COLUMNS - WIDTH_B)) * u32(B_COLUMN);
  }
  return columns;
}

// Steps `k` to `k + DEPTH` of a thread's rows.
fn read_a(rows: ptr<function, Rows>, k: u32, x: ptr<function, array<f32, BLOCK_A>>) {
  @if(a_inner) @unroll for (var r = 0; r < TILE_ROWS; r++) {
    var read = a[((*rows).a[r] + k) / 4u];
    @if(a_sloped) { read *= slopes[((*rows).slopes[r] + k) / 4u]; }
    @unroll for (var d = 0; d < 4; d++) { (*x)[r * 4 + d] = read[d]; }
  }
  @if(!a_inner) @unroll for (var d = 0; d < DEPTH; d++) {
    @unroll for (var r = 0; r < READS_A; r++) {
      var read = a[((*rows).a[r] + (k + d) * u32(A_INNER)) / u32(WIDTH_A)];
      @if(a_sloped) { read *= slopes[((*rows).slopes[r] + (k + d) * u32(S_INNER)) / u32(WIDTH_A)]; }
      @if(a_rows) @unroll for (var t = 0; t < 4; t++) { (*x)[(4 * r + t) * DEPTH + d] = read[t]; }
      @if(!a_rows) { (*x)[r * DEPTH + d] = read; }
    }
  }
  @if(a_normed) @unroll for (var d = 0; d < DEPTH; d++) {
    let scale = affine[u32(NORM_OFFSET) + k + d];
    let shift = affine[u32(NORM_OFFSET + INNER) + k + d];
    @unroll for (var r = 0; r < TILE_ROWS; r++) {
      let normal = ((*x)[r * DEPTH + d] - (*rows).mean[r]) * (*rows).inverse_deviation[r];
      (*x)[r * DEPTH + d] = normal * scale + shift;
    }
  }
}

// Steps `k` to `k + DEPTH` of a thread's columns.
fn read_b(columns: ptr<function, array<u32, READS_B>>, k: u32, y: ptr<function, array<f32, BLOCK_B>>) {
  @if(b_inner) @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
    let read = b[((*columns)[s] + k) / 4u];
    @unroll for (var d = 0; d < 4; d++) { (*y)[s * 4 + d] = read[d]; }
  }
  @if(!b_inner) @unroll for (var d = 0; d < DEPTH; d++) {
    @unroll for (var s = 0; s < READS_B; s++) {
      let read = b[((*columns)[s] + (k + d) * u32(B_INNER)) / u32(WIDTH_B)];
      @if(b_columns) @unroll for (var t = 0; t < 4; t++) { (*y)[(4 * s + t) * DEPTH + d] = read[t]; }
      @if(!b_columns) { (*y)[s * DEPTH + d] = read; }
    }
  }
  @if(b_normed) @unroll for (var d = 0; d < DEPTH; d++) {
    let mean = statistics[u32(STATISTICS_OFFSET) + 2u * (k + d)];
    let inverse_deviation = statistics[u32(STATISTICS_OFFSET) + 2u * (k + d) + 1u];
    @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
      (*y)[s * DEPTH + d] = ((*y)[s * DEPTH + d] - mean) * inverse_deviation;
    }
  }
}

// Number `k` of the bias.
@if(bias) fn bias_of(k: u32) -> f32 {
  let place = u32(BIAS_OFFSET) + k * u32(BIAS_STRIDE);
  @if(b_inner || b_columns) { return b[place / 4u][place % 4u]; }
  @if(!b_inner && !b_columns) { return b[place]; }
}
