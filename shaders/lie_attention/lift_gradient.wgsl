// Cotangents of points from those of their lifted elements, the stabiliser samples held fixed.
import constants::{SIZE, STRIDE_Y, SAMPLES, OFFSET0, OFFSET1};
import package::group::{Element, lift_vjp};

@group(0) @binding(0) var<storage, read> points: array<f32>;
@group(0) @binding(1) var<storage, read> stabiliser: array<f32>;
@group(0) @binding(2) var<storage, read> cotangents: array<Element>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let point = id.x + id.y * u32(STRIDE_Y);
  if (point >= u32(SIZE)) { return; }
  let at = u32(OFFSET0) + point * 2u;
  let x = vec2f(points[at], points[at + 1u]);
  var total = vec2f(0.0);
  for (var k = 0u; k < u32(SAMPLES); k++) {
    let e = point * u32(SAMPLES) + k;
    total += lift_vjp(x, stabiliser[u32(OFFSET1) + e], k, cotangents[e]);
  }
  result[2u * point] = total.x;
  result[2u * point + 1u] = total.y;
}
