// Matrix product C = A B, batched, with A and B read through strides (so transposes and slices cost no copy).
// As a dense layer it adds a bias, which stands behind the weights, applies an activation and adds a residual; slopes of the
// activation, which the backward pass wants, come first, values second. It may normalise its input's rows (layer norm) as
// it reads them, and leaves their statistics behind the values. As a gradient it multiplies the cotangent by the slopes as
// it reads it; as that of the weights it normalises their input once more and leaves the bias's gradient behind, the sums
// of A's rows (or zeros, without a bias); as that of the input it may multiply by the slopes of the layer before.
// Each thread owns TILE_ROWS x TILE_COLUMNS entries of C in registers; a workgroup of 8 x 8 threads covers eight times
// that each way. A thread's columns lie eight apart, so that neighbouring threads read neighbouring entries of B.
import constants::{ROWS, INNER, COLUMNS, TILE_ROWS, TILE_COLUMNS, TILE, BATCH1, BATCH2, A_OFFSET, A_ROW, A_INNER, B_OFFSET, B_INNER, B_COLUMN, A0, A1, A2, B0, B1, B2};
@if(residual || sloped) import constants::{E_OFFSET, E_ROW, E_COLUMN};
@if(a_sloped) import constants::{S_OFFSET, S_ROW, S_INNER};
@if(a_normed || b_normed) import constants::NORM_OFFSET;
@if(b_normed) import constants::STATISTICS_OFFSET;
@if(bias) import constants::{BIAS_OFFSET, BIAS_STRIDE};
@if(activated) import package::dense::activation::activate_with_slope;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@if(a_sloped) @group(0) @binding(2) var<storage, read> slopes: array<f32>;
// Scale and shift of the layer norm, [2, width]; mean and 1 / sqrt(var + eps) of each row.
@if(a_normed || b_normed) @group(0) @binding(3) var<storage, read> affine: array<f32>;
@if(b_normed) @group(0) @binding(4) var<storage, read> statistics: array<f32>;
// The residual, or the slopes that the product is multiplied by.
@if(residual || sloped) @group(0) @binding(5) var<storage, read> other: array<f32>;
@group(0) @binding(6) var<storage, read_write> c: array<f32>;

// Tables of the size of C in the result.
@if(activated) const VALUES = 2;
@if(!activated) const VALUES = 1;

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = (group.y * 8u + local.y) * u32(TILE_ROWS);
  let column = group.x * u32(8 * TILE_COLUMNS) + local.x;
  if (row >= u32(ROWS) || column >= u32(COLUMNS)) { return; }
  let batch = vec3u(group.z / u32(BATCH1 * BATCH2), (group.z / u32(BATCH2)) % u32(BATCH1), group.z % u32(BATCH2));
  let a_start = u32(A_OFFSET) + dot(batch, vec3u(A0, A1, A2));
  let b_start = u32(B_OFFSET) + dot(batch, vec3u(B0, B1, B2));
  // Rows and columns beyond the edge repeat the last one; their results are not stored.
  var a_at: array<u32, TILE_ROWS>;
  var b_at: array<u32, TILE_COLUMNS>;
  for (var r = 0; r < TILE_ROWS; r++) { a_at[r] = a_start + min(row + r, u32(ROWS - 1)) * u32(A_ROW); }
  for (var s = 0; s < TILE_COLUMNS; s++) { b_at[s] = b_start + min(column + 8 * s, u32(COLUMNS - 1)) * u32(B_COLUMN); }
  @if(a_sloped) var slope_at: array<u32, TILE_ROWS>;
  @if(a_sloped) for (var r = 0; r < TILE_ROWS; r++) {
    slope_at[r] = u32(S_OFFSET) + min(row + r, u32(ROWS - 1)) * u32(S_ROW);
  }
  @if(a_normed) var mean: array<f32, TILE_ROWS>;
  @if(a_normed) var rate: array<f32, TILE_ROWS>;
  @if(a_normed) for (var r = 0; r < TILE_ROWS; r++) {
    // In one pass, from the first entry, which keeps the difference of squares exact for rows far from zero.
    let origin = a[a_at[r]];
    var sums = vec2f(0.0);
    for (var k = 0u; k < u32(INNER); k++) {
      let x = a[a_at[r] + k * u32(A_INNER)] - origin;
      sums += vec2f(x, x * x);
    }
    sums /= f32(INNER);
    mean[r] = origin + sums.x;
    rate[r] = inverseSqrt(max(sums.y - sums.x * sums.x, 0.0) + 1e-5);
    if (column == 0u && row + r < u32(ROWS)) {
      let kept = u32(VALUES * ROWS * COLUMNS) + 2u * (row + r);
      c[kept] = mean[r];
      c[kept + 1u] = rate[r];
    }
  }
  @if(b_normed || summed) var total: array<f32, TILE_ROWS>;
  var tile: array<f32, TILE>;
  @if(bias) {
    for (var s = 0; s < TILE_COLUMNS; s++) {
      let bias = b[u32(BIAS_OFFSET) + min(column + 8 * s, u32(COLUMNS - 1)) * u32(BIAS_STRIDE)];
      for (var r = 0; r < TILE_ROWS; r++) { tile[r * TILE_COLUMNS + s] = bias; }
    }
  }
  for (var k = 0u; k < u32(INNER); k++) {
    var y: array<f32, TILE_COLUMNS>;
    @if(b_normed) let mean = statistics[u32(STATISTICS_OFFSET) + 2u * k];
    @if(b_normed) let rate = statistics[u32(STATISTICS_OFFSET) + 2u * k + 1u];
    for (var s = 0; s < TILE_COLUMNS; s++) {
      y[s] = b[b_at[s] + k * u32(B_INNER)];
      @if(b_normed) { y[s] = (y[s] - mean) * rate; }
    }
    @if(a_normed) let scale = affine[u32(NORM_OFFSET) + k];
    @if(a_normed) let shift = affine[u32(NORM_OFFSET + INNER) + k];
    for (var r = 0; r < TILE_ROWS; r++) {
      var x = a[a_at[r] + k * u32(A_INNER)];
      @if(a_sloped) { x *= slopes[slope_at[r] + k * u32(S_INNER)]; }
      @if(b_normed || summed) { total[r] += x; }
      @if(a_normed) { x = (x - mean[r]) * rate[r] * scale + shift; }
      for (var s = 0; s < TILE_COLUMNS; s++) { tile[r * TILE_COLUMNS + s] += x * y[s]; }
    }
  }
  let c_start = group.z * u32(ROWS * COLUMNS);
  for (var r = 0; r < TILE_ROWS; r++) {
    for (var s = 0; s < TILE_COLUMNS; s++) {
      if (row + r < u32(ROWS) && column + 8 * s < u32(COLUMNS)) {
        let place = c_start + (row + r) * u32(COLUMNS) + column + 8 * s;
        var value = tile[r * TILE_COLUMNS + s];
        // A^T (y scale + shift) = (A^T y) scale + (A^T 1) shift.
        @if(b_normed) {
          let at = u32(NORM_OFFSET) + column + 8 * s;
          value = value * affine[at] + total[r] * affine[at + u32(COLUMNS)];
        }
        @if(activated) {
          let activated = activate_with_slope(value);
          c[place] = activated.slope;
          value = activated.value;
        }
        @if(residual || sloped) let e = other[u32(E_OFFSET) + (row + r) * u32(E_ROW) + (column + 8 * s) * u32(E_COLUMN)];
        @if(residual) { value += e; }
        @if(sloped) { value *= e; }
        @if(!activated) { c[place] = value; }
        @if(activated) { c[u32(ROWS * COLUMNS) + place] = value; }
      }
    }
  }
  @if(summed || unsummed) {
    if (column == 0u) {
      for (var r = 0; r < TILE_ROWS; r++) {
        @if(summed) let sum = total[r];
        @if(unsummed) let sum = 0.0;
        if (row + r < u32(ROWS)) { c[u32(ROWS * COLUMNS) + row + r] = sum; }
      }
    }
  }
}
