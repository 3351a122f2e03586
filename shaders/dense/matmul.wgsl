// Matrix product C = A B, batched, with A and B read through strides (so transposes and slices cost no copy).
// As a dense layer it adds a bias, which stands behind the weights, applies an activation and adds a residual; slopes of the
// activation, which the backward pass wants, come first, values second. It may normalise its input's rows (layer norm) as
// it reads them, and leaves their statistics behind the values. As a gradient it multiplies the cotangent by the slopes as
// it reads it; as that of the weights it normalises their input once more and leaves the bias's gradient behind, the sums
// of A's rows (or zeros, without a bias); as that of the input it may multiply by the slopes of the layer before.
// Each thread owns TILE_ROWS x TILE_COLUMNS entries of C in registers; a workgroup of SIDE x SIDE threads covers SIDE times
// that each way. A thread's columns lie SIDE apart, so that neighbouring threads read neighbouring entries of B.
//
// Where C is small and the inner axis long, as of the gradient of weights, there are too few entries to keep a GPU busy, and
// each waits for a long row of loads: PARTS threads then share an entry's sum, each with every PARTS-th step of the inner
// axis, and add up what they have through workgroup memory.
//
// Four numbers are read at once where they lie side by side and aligned: along the inner axis (a_inner, b_inner; the loop
// then takes DEPTH = 4 steps of it together), along A's rows (a_rows) or B's columns (b_columns, of which a thread then has
// groups of four side by side).
import constants::{ROWS, INNER, COLUMNS, TILE_ROWS, TILE_COLUMNS, DEPTH, SIDE, PARTS, BATCH1, BATCH2, A_OFFSET, A_ROW, A_INNER, B_OFFSET, B_INNER, B_COLUMN, A0, A1, A2, B0, B1, B2};
@if(residual || sloped) import constants::{E_OFFSET, E_ROW, E_COLUMN};
@if(a_sloped) import constants::{S_OFFSET, S_ROW, S_INNER};
@if(a_normed || b_normed) import constants::NORM_OFFSET;
@if(b_normed) import constants::STATISTICS_OFFSET;
@if(bias) import constants::{BIAS_OFFSET, BIAS_STRIDE};
@if(activated) import package::dense::activation::activate_with_slope;

@if(a_inner || a_rows) @group(0) @binding(0) var<storage, read> a: array<vec4f>;
@if(!a_inner && !a_rows) @group(0) @binding(0) var<storage, read> a: array<f32>;
@if(b_inner || b_columns) @group(0) @binding(1) var<storage, read> b: array<vec4f>;
@if(!b_inner && !b_columns) @group(0) @binding(1) var<storage, read> b: array<f32>;
@if(a_sloped && (a_inner || a_rows)) @group(0) @binding(2) var<storage, read> slopes: array<vec4f>;
@if(a_sloped && !a_inner && !a_rows) @group(0) @binding(2) var<storage, read> slopes: array<f32>;
// Scale and shift of the layer norm, [2, width]; mean and 1 / sqrt(var + eps) of each row.
@if(a_normed || b_normed) @group(0) @binding(3) var<storage, read> affine: array<f32>;
@if(b_normed) @group(0) @binding(4) var<storage, read> statistics: array<f32>;
// The residual, or the slopes that the product is multiplied by.
@if(residual || sloped) @group(0) @binding(5) var<storage, read> other: array<f32>;
@group(0) @binding(6) var<storage, read_write> c: array<f32>;

// Tables of the size of C in the result.
@if(activated) const VALUES = 2;
@if(!activated) const VALUES = 1;

const TILE = TILE_ROWS * TILE_COLUMNS;
const BLOCK_A = TILE_ROWS * DEPTH;
const BLOCK_B = TILE_COLUMNS * DEPTH;

// Numbers of A and B that a thread reads at once, and how many such it has.
@if(a_rows) const WIDTH_A = 4;
@if(!a_rows) const WIDTH_A = 1;
@if(b_columns) const WIDTH_B = 4;
@if(!b_columns) const WIDTH_B = 1;
const READS_A = TILE_ROWS / WIDTH_A;
const READS_B = TILE_COLUMNS / WIDTH_B;

// From a thread's first column to its column `s`.
fn across(s: u32) -> u32 { return s / u32(WIDTH_B) * u32(SIDE * WIDTH_B) + s % u32(WIDTH_B); }

// What half of the parts hand to the other half: their entries of C, and their sums of A's rows.
@if(split) const HANDED = SIDE * SIDE * PARTS / 2;
@if(split) var<workgroup> handed: array<f32, HANDED * (TILE + TILE_ROWS)>;

// Number `k` of the bias.
@if(bias) fn bias_of(k: u32) -> f32 {
  let place = u32(BIAS_OFFSET) + k * u32(BIAS_STRIDE);
  @if(b_inner || b_columns) { return b[place / 4u][place % 4u]; }
  @if(!b_inner && !b_columns) { return b[place]; }
}

@compute @workgroup_size(SIDE, SIDE, PARTS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = (group.y * u32(SIDE) + local.y) * u32(TILE_ROWS);
  let column = group.x * u32(SIDE * TILE_COLUMNS) + local.x * u32(WIDTH_B);
  // Parts wait for each other, those beyond the edge too.
  @if(!split) let first_part = true;
  @if(split) let first_part = local.z == 0u;
  @if(!split) { if (row >= u32(ROWS) || column >= u32(COLUMNS)) { return; } }
  let batch = vec3u(group.z / u32(BATCH1 * BATCH2), (group.z / u32(BATCH2)) % u32(BATCH1), group.z % u32(BATCH2));
  let a_start = u32(A_OFFSET) + dot(batch, vec3u(A0, A1, A2));
  let b_start = u32(B_OFFSET) + dot(batch, vec3u(B0, B1, B2));
  // Rows and columns beyond the edge repeat the last ones; their results are not stored.
  var a_at: array<u32, READS_A>;
  var b_at: array<u32, READS_B>;
  @if(a_sloped) var slope_at: array<u32, READS_A>;
  @unroll for (var r = 0; r < READS_A; r++) {
    let first = min(row + WIDTH_A * r, u32(ROWS - WIDTH_A));
    a_at[r] = a_start + first * u32(A_ROW);
    @if(a_sloped) { slope_at[r] = u32(S_OFFSET) + first * u32(S_ROW); }
  }
  @unroll for (var s = 0; s < READS_B; s++) {
    b_at[s] = b_start + min(column + across(WIDTH_B * s), u32(COLUMNS - WIDTH_B)) * u32(B_COLUMN);
  }
  @if(a_normed) var mean: array<f32, TILE_ROWS>;
  @if(a_normed) var rate: array<f32, TILE_ROWS>;
  @if(a_normed) @unroll for (var r = 0; r < TILE_ROWS; r++) {
    // In one pass, from the first entry, which keeps the difference of squares exact for rows far from zero.
    var sum = 0.0;
    var squares = 0.0;
    @if(a_inner) let origin = a[a_at[r] / 4u].x;
    @if(a_inner) for (var k = 0u; k < u32(INNER); k += 4u) {
      let x = a[(a_at[r] + k) / 4u] - origin;
      sum += dot(x, vec4f(1.0));
      squares += dot(x, x);
    }
    @if(!a_inner) let origin = a[a_at[r]];
    @if(!a_inner) for (var k = 0u; k < u32(INNER); k++) {
      let x = a[a_at[r] + k * u32(A_INNER)] - origin;
      sum += x;
      squares += x * x;
    }
    let shifted = sum / f32(INNER);
    mean[r] = origin + shifted;
    rate[r] = inverseSqrt(max(squares / f32(INNER) - shifted * shifted, 0.0) + 1e-5);
    if (first_part && column == 0u && row + r < u32(ROWS)) {
      let kept = u32(VALUES * ROWS * COLUMNS) + 2u * (row + r);
      c[kept] = mean[r];
      c[kept + 1u] = rate[r];
    }
  }
  @if(b_normed || summed) var total: array<f32, TILE_ROWS>;
  var tile: array<f32, TILE>;
  @if(bias) {
    @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
      let bias = select(0.0, bias_of(min(column + across(s), u32(COLUMNS - 1))), first_part);
      @unroll for (var r = 0; r < TILE_ROWS; r++) { tile[r * TILE_COLUMNS + s] = bias; }
    }
  }
  for (var k = local.z * u32(DEPTH); k < u32(INNER); k += u32(DEPTH * PARTS)) {
    var x: array<f32, BLOCK_A>;
    var y: array<f32, BLOCK_B>;
    @if(a_inner) @unroll for (var r = 0; r < TILE_ROWS; r++) {
      var read = a[(a_at[r] + k) / 4u];
      @if(a_sloped) { read *= slopes[(slope_at[r] + k) / 4u]; }
      @unroll for (var d = 0; d < 4; d++) { x[r * 4 + d] = read[d]; }
    }
    @if(b_inner) @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
      let read = b[(b_at[s] + k) / 4u];
      @unroll for (var d = 0; d < 4; d++) { y[s * 4 + d] = read[d]; }
    }
    @unroll for (var d = 0; d < DEPTH; d++) {
      @if(!a_inner) @unroll for (var r = 0; r < READS_A; r++) {
        var read = a[(a_at[r] + (k + d) * u32(A_INNER)) / u32(WIDTH_A)];
        @if(a_sloped) { read *= slopes[(slope_at[r] + (k + d) * u32(S_INNER)) / u32(WIDTH_A)]; }
        @if(a_rows) @unroll for (var t = 0; t < 4; t++) { x[(4 * r + t) * DEPTH + d] = read[t]; }
        @if(!a_rows) { x[r * DEPTH + d] = read; }
      }
      @if(!b_inner) @unroll for (var s = 0; s < READS_B; s++) {
        let read = b[(b_at[s] + (k + d) * u32(B_INNER)) / u32(WIDTH_B)];
        @if(b_columns) @unroll for (var t = 0; t < 4; t++) { y[(4 * s + t) * DEPTH + d] = read[t]; }
        @if(!b_columns) { y[s * DEPTH + d] = read; }
      }
      @if(b_normed) let row_mean = statistics[u32(STATISTICS_OFFSET) + 2u * (k + d)];
      @if(b_normed) let row_rate = statistics[u32(STATISTICS_OFFSET) + 2u * (k + d) + 1u];
      @if(b_normed) @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
        y[s * DEPTH + d] = (y[s * DEPTH + d] - row_mean) * row_rate;
      }
      @if(a_normed) let scale = affine[u32(NORM_OFFSET) + k + d];
      @if(a_normed) let shift = affine[u32(NORM_OFFSET + INNER) + k + d];
      @unroll for (var r = 0; r < TILE_ROWS; r++) {
        @if(!a_normed) let value = x[r * DEPTH + d];
        @if(a_normed) let value = (x[r * DEPTH + d] - mean[r]) * rate[r] * scale + shift;
        @if(b_normed || summed) { total[r] += value; }
        @unroll for (var s = 0; s < TILE_COLUMNS; s++) { tile[r * TILE_COLUMNS + s] += value * y[s * DEPTH + d]; }
      }
    }
  }
  @if(split) for (var parts = u32(PARTS / 2); parts > 0u; parts /= 2u) {
    let lane = (local.z % parts * u32(SIDE) + local.y) * u32(SIDE) + local.x;
    if (local.z >= parts && local.z < 2u * parts) {
      @unroll for (var t = 0; t < TILE; t++) { handed[t * HANDED + lane] = tile[t]; }
      @if(b_normed || summed) @unroll for (var r = 0; r < TILE_ROWS; r++) { handed[(TILE + r) * HANDED + lane] = total[r]; }
    }
    workgroupBarrier();
    if (local.z < parts) {
      @unroll for (var t = 0; t < TILE; t++) { tile[t] += handed[t * HANDED + lane]; }
      @if(b_normed || summed) @unroll for (var r = 0; r < TILE_ROWS; r++) { total[r] += handed[(TILE + r) * HANDED + lane]; }
    }
    workgroupBarrier();
  }
  @if(split) { if (!first_part || row >= u32(ROWS) || column >= u32(COLUMNS)) { return; } }
  let c_start = group.z * u32(ROWS * COLUMNS);
  @unroll for (var r = 0; r < TILE_ROWS; r++) {
    @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
      if (row + r < u32(ROWS) && column + across(s) < u32(COLUMNS)) {
        let place = c_start + (row + r) * u32(COLUMNS) + column + across(s);
        var value = tile[r * TILE_COLUMNS + s];
        // A^T (y scale + shift) = (A^T y) scale + (A^T 1) shift.
        @if(b_normed) {
          let at = u32(NORM_OFFSET) + column + across(s);
          value = value * affine[at] + total[r] * affine[at + u32(COLUMNS)];
        }
        @if(activated) {
          let activated = activate_with_slope(value);
          c[place] = activated.slope;
          value = activated.value;
        }
        @if(residual || sloped) let e = other[u32(E_OFFSET) + (row + r) * u32(E_ROW) + (column + across(s)) * u32(E_COLUMN)];
        @if(residual) { value += e; }
        @if(sloped) { value *= e; }
        @if(!activated) { c[place] = value; }
        @if(activated) { c[u32(ROWS * COLUMNS) + place] = value; }
      }
    }
  }
  @if(summed || unsummed) {
    if (column == 0u) {
      @unroll for (var r = 0; r < TILE_ROWS; r++) {
        @if(summed) let sum = total[r];
        @if(unsummed) let sum = 0.0;
        if (row + r < u32(ROWS)) { c[u32(ROWS * COLUMNS) + row + r] = sum; }
      }
    }
  }
}
