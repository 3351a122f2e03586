// How the rows of a table are shared out. Two ways:
//   whole_workgroup: a workgroup takes a row, its threads neighbouring columns: reads are coalesced, and sums over a row go
//     through workgroup memory.
//   otherwise: a thread takes a row, which is right where a thread is a core.
import constants::STRIDE_Y;

// Threads of a row.
@if(whole_workgroup) const STEP = 64u;
@if(!whole_workgroup) const STEP = 1u;

@if(whole_workgroup) var<workgroup> partial: array<vec2f, 64>;

// The row of a thread: with `whole_workgroup` the same for all of its workgroup, which WGSL's analysis must be able to see.
fn row_of(group: vec3u, thread: u32) -> u32 {
  let whole = group.x + group.y * u32(STRIDE_Y);
  @if(whole_workgroup) { return whole; }
  @if(!whole_workgroup) { return whole * 64u + thread; }
}

// The first column of a thread; its others follow STEP apart.
fn first_of(thread: u32) -> u32 {
  @if(whole_workgroup) { return thread; }
  @if(!whole_workgroup) { return 0u; }
}

// Sums over the row of what its threads have; all of a workgroup must call.
fn row_total(own: vec2f, thread: u32) -> vec2f {
  @if(!whole_workgroup) { return own; }
  @if(whole_workgroup) {
    workgroupBarrier();
    partial[thread] = own;
    for (var half = 32u; half > 0u; half >>= 1u) {
      workgroupBarrier();
      if (thread < half) { partial[thread] += partial[thread + half]; }
    }
    workgroupBarrier();
    return partial[0];
  }
}

// The largest over the row.
fn row_largest(own: f32, thread: u32) -> f32 {
  @if(!whole_workgroup) { return own; }
  @if(whole_workgroup) {
    workgroupBarrier();
    partial[thread].x = own;
    for (var half = 32u; half > 0u; half >>= 1u) {
      workgroupBarrier();
      if (thread < half) { partial[thread].x = max(partial[thread].x, partial[thread + half].x); }
    }
    workgroupBarrier();
    return partial[0].x;
  }
}
