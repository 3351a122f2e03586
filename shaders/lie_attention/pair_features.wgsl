// Pair features of all pairs, row a attends to column b. Only the decomposed attention stores them.
import constants::{SIZE, STRIDE_Y, ELEMENTS};
import package::group::{Element, PAIR_DIM, pair_feature};

@group(0) @binding(0) var<storage, read> elements: array<Element>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let pair = id.x + id.y * u32(STRIDE_Y);
  if (pair >= u32(SIZE)) { return; }
  let a = pair / u32(ELEMENTS);
  let b = a / u32(ELEMENTS) * u32(ELEMENTS) + pair % u32(ELEMENTS);
  let feature = pair_feature(elements[a], elements[b]);
  for (var c = 0u; c < u32(PAIR_DIM); c++) { result[pair * u32(PAIR_DIM) + c] = feature[c]; }
}
