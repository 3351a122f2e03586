// Lifting: element e = point * SAMPLES + sample is the section at the point times the sampled stabiliser element.
import constants::{SIZE, STRIDE_Y, SAMPLES, OFFSET0, OFFSET1};
import package::group::{Element, lift};

@group(0) @binding(0) var<storage, read> points: array<f32>;
@group(0) @binding(1) var<storage, read> stabiliser: array<f32>;
@group(0) @binding(2) var<storage, read_write> elements: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let e = id.x + id.y * u32(STRIDE_Y);
  if (e >= u32(SIZE)) { return; }
  let at = u32(OFFSET0) + e / u32(SAMPLES) * 2u;
  elements[e] = lift(vec2f(points[at], points[at + 1u]), stabiliser[u32(OFFSET1) + e], e % u32(SAMPLES));
}
