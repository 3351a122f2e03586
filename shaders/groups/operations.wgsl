// Group operations on lists, for checking a group's module on the GPU: exp, log, compose with the next, inverse.
import constants::{SIZE, STRIDE_Y};
import package::group::{Element, ALGEBRA_DIM, exp_map, log_map, compose, inverse};

@if(exp) @group(0) @binding(0) var<storage, read> source: array<f32>;
@if(!exp) @group(0) @binding(0) var<storage, read> source: array<Element>;
@if(log) @group(0) @binding(1) var<storage, read_write> result: array<f32>;
@if(!log) @group(0) @binding(1) var<storage, read_write> result: array<Element>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * u32(STRIDE_Y);
  if (i >= u32(SIZE)) { return; }
  @if(exp) {
    var a: array<f32, ALGEBRA_DIM>;
    for (var c = 0u; c < u32(ALGEBRA_DIM); c++) { a[c] = source[i * u32(ALGEBRA_DIM) + c]; }
    result[i] = exp_map(a);
  }
  @if(log) {
    let a = log_map(source[i]);
    for (var c = 0u; c < u32(ALGEBRA_DIM); c++) { result[i * u32(ALGEBRA_DIM) + c] = a[c]; }
  }
  @if(inverse) { result[i] = inverse(source[i]); }
  @if(compose) { result[i] = compose(source[i], source[i + 1u]); }
}
