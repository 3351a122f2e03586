// Independent chains of multiply-adds in registers: the adapter's arithmetic rate. `exponential` makes every link a power
// of e instead, to weigh that in multiply-adds. A turn of the loop makes UNROLLED links, so that the loop costs nothing.
import constants::{TURNS, UNROLLED, CHAINS};

@group(0) @binding(0) var<storage, read> seed: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var x: array<vec4f, CHAINS>;
  let a = vec4f(seed[0]);
  @unroll for (var c = 0; c < CHAINS; c++) { x[c] = vec4f(f32(id.x) * seed[1] + f32(c)); }
  for (var turn = 0u; turn < u32(TURNS); turn++) {
    @unroll for (var link = 0; link < UNROLLED; link++) {
      @unroll for (var c = 0; c < CHAINS; c++) {
        @if(!exponential) { x[c] = x[c] * a + a; }
        @if(exponential) { x[c] = exp(-x[c]); }
      }
    }
  }
  var total = vec4f(0.0);
  @unroll for (var c = 0; c < CHAINS; c++) { total += x[c]; }
  result[id.x] = total.x + total.y + total.z + total.w;
}
