// Lifting: element e = point * SAMPLES + sample is the section at the point times the sampled stabiliser element.
import constants::{SIZE, STRIDE_Y, SAMPLES, POINT_DIM, STABILISER_DIM, OFFSET0, OFFSET1};
import package::group::{Element, lift};

@group(0) @binding(0) var<storage, read> points: array<f32>;
@group(0) @binding(1) var<storage, read> stabiliser: array<f32>;
@group(0) @binding(2) var<storage, read_write> elements: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let e = id.x + id.y * u32(STRIDE_Y);
  if (e >= u32(SIZE)) { return; }
  var x: array<f32, POINT_DIM>;
  var s: array<f32, STABILISER_DIM>;
  @unroll for (var c = 0; c < POINT_DIM; c++) { x[c] = points[u32(OFFSET0) + e / u32(SAMPLES) * u32(POINT_DIM) + c]; }
  @unroll for (var c = 0; c < STABILISER_DIM; c++) { s[c] = stabiliser[u32(OFFSET1) + e * u32(STABILISER_DIM) + c]; }
  elements[e] = lift(x, s);
}
