// For each row of a gather, the picks that took it: indices [G, PICKS] in 0 .. ROWS - 1 -> per group the end of each
// row's picks [ROWS], then the picks by row, each row's in ascending order. One workgroup a group counts, adds up and
// fills with integer atomics; sorting each row then makes the order independent of who came first.
import constants::{PICKS, ROWS, THREADS, OFFSET0};

@group(0) @binding(0) var<storage, read> indices: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<atomic<u32>>;

const CHUNK = u32((ROWS + THREADS - 1) / THREADS);
var<workgroup> sums: array<u32, THREADS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let base = group.x * u32(ROWS + PICKS);
  let picks = base + u32(ROWS);
  let source = u32(OFFSET0) + group.x * u32(PICKS);
  for (var row = thread; row < u32(ROWS); row += u32(THREADS)) { atomicStore(&result[base + row], 0u); }
  storageBarrier();
  for (var k = thread; k < u32(PICKS); k += u32(THREADS)) { atomicAdd(&result[base + u32(indices[source + k])], 1u); }
  storageBarrier();

  // Counts become the places where rows begin.
  let begin = min(thread * CHUNK, u32(ROWS));
  let end = min(begin + CHUNK, u32(ROWS));
  var total = 0u;
  for (var row = begin; row < end; row++) { total += atomicLoad(&result[base + row]); }
  sums[thread] = total;
  workgroupBarrier();
  var place = 0u;
  for (var t = 0u; t < thread; t++) { place += sums[t]; }
  for (var row = begin; row < end; row++) {
    let count = atomicLoad(&result[base + row]);
    atomicStore(&result[base + row], place);
    place += count;
  }
  storageBarrier();

  // Filling moves them to where rows end.
  for (var k = thread; k < u32(PICKS); k += u32(THREADS)) {
    let at = atomicAdd(&result[base + u32(indices[source + k])], 1u);
    atomicStore(&result[picks + at], k);
  }
  storageBarrier();
  for (var row = thread; row < u32(ROWS); row += u32(THREADS)) {
    var start = 0u;
    if (row > 0u) { start = atomicLoad(&result[base + row - 1u]); }
    let stop = atomicLoad(&result[base + row]);
    for (var sorted = start + 1u; sorted < stop; sorted++) {
      let pick = atomicLoad(&result[picks + sorted]);
      var at = sorted;
      for (; at > start; at--) {
        let before = atomicLoad(&result[picks + at - 1u]);
        if (before < pick) { break; }
        atomicStore(&result[picks + at], before);
      }
      atomicStore(&result[picks + at], pick);
    }
  }
}
