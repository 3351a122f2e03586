// Cotangents of elements from those of all pair features; each thread owns one element and adds its row and column.
import constants::{SIZE, STRIDE_Y, ELEMENTS, OFFSET1};
import package::group::{Element, PAIR_DIM, pair_feature_vjp, sum};

@group(0) @binding(0) var<storage, read> elements: array<Element>;
@group(0) @binding(1) var<storage, read> cotangents: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<Element>;

fn cotangent(a: u32, column: u32) -> array<f32, PAIR_DIM> {
  var g: array<f32, PAIR_DIM>;
  let at = u32(OFFSET1) + (a * u32(ELEMENTS) + column) * u32(PAIR_DIM);
  for (var c = 0u; c < u32(PAIR_DIM); c++) { g[c] = cotangents[at + c]; }
  return g;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let e = id.x + id.y * u32(STRIDE_Y);
  if (e >= u32(SIZE)) { return; }
  let first = e / u32(ELEMENTS) * u32(ELEMENTS);
  var total: Element;
  for (var other = 0u; other < u32(ELEMENTS); other++) {
    let o = elements[first + other];
    total = sum(total, pair_feature_vjp(elements[e], o, cotangent(e, other)).a);
    total = sum(total, pair_feature_vjp(o, elements[e], cotangent(first + other, e - first)).b);
  }
  result[e] = total;
}
