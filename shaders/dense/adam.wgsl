// One step of Adam on the flat parameter vector: m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2,
// p <- p - rate m / (sqrt(v c2) + eps), with rate = lr / (1 - b1^t) and c2 = 1 / (1 - b2^t). Weight decay adds its share of p
// to g.
import constants::{SIZE, STRIDE_Y};

@group(0) @binding(0) var<storage, read> gradient: array<f32>;
@group(0) @binding(1) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<f32>;
@group(0) @binding(3) var<storage, read> rates: array<f32>;
@group(0) @binding(4) var<storage, read_write> done: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i == 0u) { done[0] = 1.0; }
  if (i >= u32(SIZE)) { return; }
  let g = gradient[i] + rates[5] * parameters[i];
  let m = rates[2] * moments[i] + (1.0 - rates[2]) * g;
  let v = rates[3] * moments[u32(SIZE) + i] + (1.0 - rates[3]) * g * g;
  moments[i] = m;
  moments[u32(SIZE) + i] = v;
  parameters[i] -= rates[0] * m / (sqrt(v * rates[1]) + rates[4]);
}
