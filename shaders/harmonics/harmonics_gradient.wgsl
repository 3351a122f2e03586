// Cotangents of unit vectors [N, 3] from those of their harmonics [N, HARMONICS], a thread a vector.
import constants::{SIZE, STRIDE_Y, OFFSET0, OFFSET1};
import package::polynomials::{HARMONICS, harmonics_cotangent};
import package::dense::activation::Lanes;

@group(0) @binding(0) var<storage, read> vectors: array<f32>;
@group(0) @binding(1) var<storage, read> cotangent: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let at = u32(OFFSET0) + 3u * i;
  var d: array<Lanes, HARMONICS>;
  @unroll for (var m = 0; m < HARMONICS; m++) { d[m] = cotangent[u32(OFFSET1) + i * u32(HARMONICS) + m]; }
  let back = harmonics_cotangent(array<Lanes, 3>(vectors[at], vectors[at + 1u], vectors[at + 2u]), &d);
  @unroll for (var c = 0; c < 3; c++) { result[3u * i + c] = back[c]; }
}
