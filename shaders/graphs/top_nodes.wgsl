// The nodes that a pooling keeps: result[b, s] is the node of graph b with the s-th largest score, equal scores by rising
// index, and -1 where the graph keeps fewer. One thread a node: its rank is the count of nodes before it, so no two share a
// rank and nothing is sorted. Absent nodes come after all others, and are never kept.
import constants::{SIZE, NODES, SLOTS, OFFSET0, OFFSET1, OFFSET2};

@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
// How many nodes a graph of so many keeps.
@group(0) @binding(2) var<storage, read> kept: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let node = id.x;
  if (node >= u32(SIZE)) { return; }
  let first = node / u32(NODES) * u32(NODES);
  let here = mask[u32(OFFSET1) + node] != 0.0;
  let score = scores[u32(OFFSET0) + node];
  var nodes = 0u;
  var rank = 0u;
  for (var j = first; j < first + u32(NODES); j++) {
    let present = mask[u32(OFFSET1) + j] != 0.0;
    nodes += select(0u, 1u, present);
    let other = scores[u32(OFFSET0) + j];
    let before = select(!here && j < node, !here || other > score || (other == score && j < node), present);
    rank += select(0u, 1u, before);
  }
  if (rank >= u32(SLOTS)) { return; }
  let keeps = here && rank < u32(kept[u32(OFFSET2) + nodes]);
  result[node / u32(NODES) * u32(SLOTS) + rank] = select(-1.0, f32(node - first), keeps);
}
