// Pair features of all pairs, of each element a with its neighbours b, or as seen from where a asks. Only the decomposed attention stores them.
import constants::{SIZE, STRIDE_Y, ELEMENTS, KEYS};
@if(neighbours) import constants::OFFSET1;
import package::group::{Element, PAIR_DIM};
import package::lie_attention::pair::seen_pair;

@group(0) @binding(0) var<storage, read> elements: array<Element>;
@if(neighbours) @group(0) @binding(1) var<storage, read> table: array<f32>;
@if(asked) @group(0) @binding(1) var<storage, read> asked_from: array<Element>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let pair = id.x + id.y * u32(STRIDE_Y);
  if (pair >= u32(SIZE)) { return; }
  let a = pair / u32(KEYS);
  @if(!neighbours) let key = pair % u32(KEYS);
  @if(neighbours) let key = u32(table[u32(OFFSET1) + pair]);
  let b = a / u32(ELEMENTS) * u32(ELEMENTS) + key;
  @if(!asked) let query = elements[a];
  @if(asked) let query = asked_from[a];
  let feature = seen_pair(query, elements[b]);
  for (var c = 0u; c < u32(PAIR_DIM); c++) { result[pair * u32(PAIR_DIM) + c] = feature[c]; }
}
