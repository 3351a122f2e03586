// Matrix product C = A B, batched, with A and B read through strides (so transposes and slices cost no copy).
// As a dense layer it adds a bias, which stands behind each row of the weights [outs, in + 1], applies an activation and
// adds a residual; the values before an activation, which its derivative wants, come first, those after it second. As the
// gradient of such weights it reads a column of ones behind B.
// Each thread owns TILE_ROWS x TILE_COLUMNS entries of C in registers; a workgroup of 8 x 8 threads covers eight times
// that each way. A thread's columns lie eight apart, so that neighbouring threads read neighbouring entries of B.
import constants::{ROWS, INNER, COLUMNS, TILE_ROWS, TILE_COLUMNS, TILE, BATCH1, BATCH2, A_OFFSET, A_ROW, A_INNER, B_OFFSET, B_INNER, B_COLUMN, A0, A1, A2, B0, B1, B2};
@if(residual) import constants::{R_OFFSET, R_ROW, R_COLUMN};
@if(activated) import package::dense::activation::activate;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@if(residual) @group(0) @binding(2) var<storage, read> added: array<f32>;
@if(!residual) @group(0) @binding(2) var<storage, read_write> c: array<f32>;
@if(residual) @group(0) @binding(3) var<storage, read_write> c: array<f32>;

// Columns that B has.
@if(ones) const STORED = COLUMNS - 1;
@if(!ones) const STORED = COLUMNS;

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
  for (var s = 0; s < TILE_COLUMNS; s++) { b_at[s] = b_start + min(column + 8 * s, u32(STORED - 1)) * u32(B_COLUMN); }
  var tile: array<f32, TILE>;
  @if(bias) {
    for (var s = 0; s < TILE_COLUMNS; s++) {
      let bias = b[b_at[s] + u32(INNER)];
      for (var r = 0; r < TILE_ROWS; r++) { tile[r * TILE_COLUMNS + s] = bias; }
    }
  }
  for (var k = 0u; k < u32(INNER); k++) {
    var y: array<f32, TILE_COLUMNS>;
    for (var s = 0; s < TILE_COLUMNS; s++) {
      y[s] = b[b_at[s] + k * u32(B_INNER)];
      @if(ones) { y[s] = select(1.0, y[s], column + 8 * s < u32(STORED)); }
    }
    for (var r = 0; r < TILE_ROWS; r++) {
      let x = a[a_at[r] + k * u32(A_INNER)];
      for (var s = 0; s < TILE_COLUMNS; s++) { tile[r * TILE_COLUMNS + s] += x * y[s]; }
    }
  }
  let c_start = group.z * u32(ROWS * COLUMNS);
  for (var r = 0; r < TILE_ROWS; r++) {
    for (var s = 0; s < TILE_COLUMNS; s++) {
      if (row + r < u32(ROWS) && column + 8 * s < u32(COLUMNS)) {
        let place = c_start + (row + r) * u32(COLUMNS) + column + 8 * s;
        var value = tile[r * TILE_COLUMNS + s];
        @if(activated) {
          c[place] = value;
          value = activate(value);
        }
        @if(residual) { value += added[u32(R_OFFSET) + (row + r) * u32(R_ROW) + (column + 8 * s) * u32(R_COLUMN)]; }
        @if(!activated) { c[place] = value; }
        @if(activated) { c[u32(ROWS * COLUMNS) + place] = value; }
      }
    }
  }
}
