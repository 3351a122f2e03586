// The nearest elements of each element by group distance, in ascending order, ties by index (specification 3.1); masked
// ones lie at 1e8. One thread a row: a heap in its own memory with the farthest of the nearest on top, which gives way to
// any element that is nearer.
import constants::{SIZE, ELEMENTS, KEYS, OFFSET1};
import package::group::{Element, pair_feature, distance_of};

@group(0) @binding(0) var<storage, read> elements: array<Element>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

var<private> distance: array<f32, KEYS>;
var<private> index: array<u32, KEYS>;

// Whether entry (d, j) is farther than the heap's at p.
fn farther(d: f32, j: u32, p: u32) -> bool { return d > distance[p] || (d == distance[p] && j > index[p]); }

// Puts an entry in place of the top of the first `size`.
fn replace_top(d: f32, j: u32, size: u32) {
  var p = 0u;
  for (var child = 1u; child < size; child = 2u * p + 1u) {
    if (child + 1u < size && farther(distance[child + 1u], index[child + 1u], child)) { child++; }
    if (farther(d, j, child)) { break; }
    distance[p] = distance[child];
    index[p] = index[child];
    p = child;
  }
  distance[p] = d;
  index[p] = j;
}

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row >= u32(SIZE)) { return; }
  let first = row / u32(ELEMENTS) * u32(ELEMENTS);
  let own = elements[row];
  for (var p = 0u; p < u32(KEYS); p++) { distance[p] = 3e38; }
  var farthest = 3e38;
  for (var j = 0u; j < u32(ELEMENTS); j++) {
    let present = mask[u32(OFFSET1) + first + j] > 0.5;
    let d = select(1e8, distance_of(pair_feature(own, elements[first + j])), present);
    if (d < farthest) {
      replace_top(d, j, u32(KEYS));
      farthest = distance[0];
    }
  }
  // The farthest goes to the end, and the last entry takes its place.
  for (var size = u32(KEYS); size > 0u; size--) {
    result[row * u32(KEYS) + size - 1u] = f32(index[0]);
    replace_top(distance[size - 1u], index[size - 1u], size - 1u);
  }
}
