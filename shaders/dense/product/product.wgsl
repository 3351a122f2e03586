// Matrix product C = A B, batched, with A and B read through strides (so transposes and slices cost no copy). What is done to
// A and B as they are read is in `inputs`, what to C before it is stored in `outputs`: dense layers and their gradients are
// one kernel each that way.
//
// Each thread owns TILE_ROWS x TILE_COLUMNS entries of C in registers; a workgroup of SIDE x SIDE threads covers SIDE times
// that each way. A thread's columns lie SIDE apart, so that neighbouring threads read neighbouring entries of B.
//
// Where C is small and the inner axis long, as of the gradient of weights, there are too few entries to keep a GPU busy, and
// each waits for a long row of loads: PARTS threads then share an entry's sum, each with every PARTS-th step of the inner
// axis, and add up what they have through workgroup memory.
import constants::{ROWS, INNER, COLUMNS, TILE_ROWS, TILE_COLUMNS, DEPTH, SIDE, PARTS, BATCH1, BATCH2};
import package::dense::product::inputs::{BLOCK_A, BLOCK_B, WIDTH_B, across, columns_of_b, read_a, read_b, rows_of_a};
import package::dense::product::outputs::{TILE, store};
@if(bias) import package::dense::product::inputs::bias_of;
@if(a_normed) import package::dense::product::outputs::store_statistics;

// What half of the parts hand to the other half: their entries of C, and their sums of A's rows.
@if(split) const HANDED = SIDE * SIDE * PARTS / 2;
@if(split) var<workgroup> handed: array<f32, HANDED * (TILE + TILE_ROWS)>;

@compute @workgroup_size(SIDE, SIDE, PARTS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = (group.y * u32(SIDE) + local.y) * u32(TILE_ROWS);
  let column = group.x * u32(SIDE * TILE_COLUMNS) + local.x * u32(WIDTH_B);
  // Parts wait for each other, those beyond the edge too.
  @if(!split) let first_part = true;
  @if(split) let first_part = local.z == 0u;
  @if(!split) { if (row >= u32(ROWS) || column >= u32(COLUMNS)) { return; } }
  let batch = vec3u(group.z / u32(BATCH1 * BATCH2), (group.z / u32(BATCH2)) % u32(BATCH1), group.z % u32(BATCH2));
  var rows = rows_of_a(batch, row);
  var columns = columns_of_b(batch, column);
  @if(a_normed) { if (first_part && column == 0u) { store_statistics(row, &rows); } }

  var tile: array<f32, TILE>;
  // Sums of A's rows, where they are wanted.
  var total: array<f32, TILE_ROWS>;
  @if(bias) @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
    let bias = select(0.0, bias_of(min(column + across(s), u32(COLUMNS - 1))), first_part);
    @unroll for (var r = 0; r < TILE_ROWS; r++) { tile[r * TILE_COLUMNS + s] = bias; }
  }
  for (var k = local.z * u32(DEPTH); k < u32(INNER); k += u32(DEPTH * PARTS)) {
    var x: array<f32, BLOCK_A>;
    var y: array<f32, BLOCK_B>;
    read_a(&rows, k, &x);
    read_b(&columns, k, &y);
    @unroll for (var d = 0; d < DEPTH; d++) {
      @unroll for (var r = 0; r < TILE_ROWS; r++) {
        @if(b_normed || summed) { total[r] += x[r * DEPTH + d]; }
        @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
          tile[r * TILE_COLUMNS + s] += x[r * DEPTH + d] * y[s * DEPTH + d];
        }
      }
    }
  }
  @if(split) for (var parts = u32(PARTS / 2); parts > 0u; parts /= 2u) {
    let slot = (local.z % parts * u32(SIDE) + local.y) * u32(SIDE) + local.x;
    if (local.z >= parts && local.z < 2u * parts) {
      @unroll for (var t = 0; t < TILE; t++) { handed[t * HANDED + slot] = tile[t]; }
      @if(b_normed || summed) @unroll for (var r = 0; r < TILE_ROWS; r++) { handed[(TILE + r) * HANDED + slot] = total[r]; }
    }
    workgroupBarrier();
    if (local.z < parts) {
      @unroll for (var t = 0; t < TILE; t++) { tile[t] += handed[t * HANDED + slot]; }
      @if(b_normed || summed) @unroll for (var r = 0; r < TILE_ROWS; r++) { total[r] += handed[(TILE + r) * HANDED + slot]; }
    }
    workgroupBarrier();
  }
  @if(split) { if (!first_part || row >= u32(ROWS) || column >= u32(COLUMNS)) { return; } }
  store(group.z, row, column, &tile, &total);
}
