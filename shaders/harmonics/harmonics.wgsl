// Real spherical harmonics of unit vectors, degrees 0 up to one, a thread a vector: [N, 3] -> [N, HARMONICS]. The polynomials
// are generated, `package::polynomials`.
import constants::{SIZE, STRIDE_Y, OFFSET0};
import package::polynomials::{HARMONICS, harmonics};
import package::dense::activation::Lanes;

@group(0) @binding(0) var<storage, read> vectors: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  let at = u32(OFFSET0) + 3u * i;
  let y = harmonics(array<Lanes, 3>(vectors[at], vectors[at + 1u], vectors[at + 2u]));
  @unroll for (var m = 0; m < HARMONICS; m++) { result[i * u32(HARMONICS) + m] = y[m]; }
}
