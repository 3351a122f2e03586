// Gradient of a head's location weights as each thread sums it in its own memory: the workgroup adds up at the end, with
// `subgroups` first over threads that run in step. `shares` is also what threads leave each other of dq.
import constants::{WEIGHTS, WORKGROUP, SHARE, ROUNDS};

@group(0) @binding(7) var<storage, read_write> result: array<f32>;

// A row a thread, for what a workgroup adds up; one number of padding keeps the rows in different banks.
const STRIDE = SHARE + 1;
var<workgroup> shares: array<f32, WORKGROUP * STRIDE>;

@if(private_gradient) var<private> gradient: array<f32, WEIGHTS>;

// Threads of a subgroup. Those of consecutive numbers make one, as every driver has it though WGSL leaves it open: the
// tuner takes no variant whose results differ.
@if(subgroups) var<private> subgroup_size: u32;

// Writes the workgroup's sum from place `base` of the result on.
@if(private_gradient) fn store_own_gradient(base: u32, thread: u32) {
  @unroll for (var round = 0; round < ROUNDS; round++) {
    @unroll for (var p = 0; p < SHARE; p++) {
      if (round * SHARE + p < WEIGHTS) {
        let own = gradient[min(round * SHARE + p, WEIGHTS - 1)];
        @if(!subgroups) { shares[thread * u32(STRIDE) + p] = own; }
        @if(subgroups) {
          let total = subgroupAdd(own);
          if (subgroupElect()) { shares[thread / subgroup_size * u32(STRIDE) + p] = total; }
        }
      }
    }
    workgroupBarrier();
    for (var p = thread; p < min(u32(SHARE), u32(WEIGHTS - round * SHARE)); p += u32(WORKGROUP)) {
      var total = 0.0;
      @if(!subgroups) let rows = u32(WORKGROUP);
      @if(subgroups) let rows = (u32(WORKGROUP) + subgroup_size - 1u) / subgroup_size;
      for (var t = 0u; t < rows; t++) { total += shares[t * u32(STRIDE) + p]; }
      result[base + u32(round * SHARE) + p] = total;
    }
    workgroupBarrier();
  }
}
