// Matrix product C = A B, batched, with A and B read through strides (so transposes and slices cost no copy).
// Each thread owns a 4 x 4 block of C in registers; a workgroup of 8 x 8 threads covers 32 x 32.
import constants::{ROWS, INNER, COLUMNS, BATCH1, BATCH2, A_OFFSET, A_ROW, A_INNER, B_OFFSET, B_INNER, B_COLUMN, A0, A1, A2, B0, B1, B2};

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.y * 4u;
  let column = id.x * 4u;
  if (row >= u32(ROWS) || column >= u32(COLUMNS)) { return; }
  let batch = vec3u(id.z / u32(BATCH1 * BATCH2), (id.z / u32(BATCH2)) % u32(BATCH1), id.z % u32(BATCH2));
  let a_start = u32(A_OFFSET) + dot(batch, vec3u(A0, A1, A2));
  let b_start = u32(B_OFFSET) + dot(batch, vec3u(B0, B1, B2));
  // Rows and columns beyond the edge repeat the last one; their results are not stored.
  let rows = min(row + vec4u(0u, 1u, 2u, 3u), vec4u(ROWS - 1));
  let columns = min(column + vec4u(0u, 1u, 2u, 3u), vec4u(COLUMNS - 1));
  let a_at = a_start + rows * u32(A_ROW);
  let b_at = b_start + columns * u32(B_COLUMN);
  var block: mat4x4f;
  for (var k = 0u; k < u32(INNER); k++) {
    let ka = k * u32(A_INNER);
    let kb = k * u32(B_INNER);
    let y = vec4f(b[b_at.x + kb], b[b_at.y + kb], b[b_at.z + kb], b[b_at.w + kb]);
    block[0] += a[a_at.x + ka] * y;
    block[1] += a[a_at.y + ka] * y;
    block[2] += a[a_at.z + ka] * y;
    block[3] += a[a_at.w + ka] * y;
  }
  let c_start = id.z * u32(ROWS * COLUMNS);
  for (var r = 0u; r < min(4u, u32(ROWS) - row); r++) {
    for (var k = 0u; k < min(4u, u32(COLUMNS) - column); k++) {
      c[c_start + (row + r) * u32(COLUMNS) + column + k] = block[r][k];
    }
  }
}
