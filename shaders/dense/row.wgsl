// How the rows of a table are shared out. Two ways:
//   lanes: a workgroup takes a row, its threads neighbouring columns: reads are coalesced, and sums over a row go through
//     workgroup memory.
//   otherwise: a thread takes a row, which is right where a thread is a core.
import constants::STRIDE_Y;

// Threads of a row.
@if(lanes) const STEP = 64u;
@if(!lanes) const STEP = 1u;

@if(lanes) var<workgroup> partial: array<vec2f, 64>;

// The row of a thread: with `lanes` the same for all of its workgroup, which WGSL's analysis must be able to see.
fn row_of(group: vec3u, lane: u32) -> u32 {
  let whole = group.x + group.y * u32(STRIDE_Y);
  @if(lanes) { return whole; }
  @if(!lanes) { return whole * 64u + lane; }
}

// The first column of a thread; its others follow STEP apart.
fn first_of(lane: u32) -> u32 {
  @if(lanes) { return lane; }
  @if(!lanes) { return 0u; }
}

// Sums over the row of what its threads have; all of a workgroup must call.
fn row_total(own: vec2f, lane: u32) -> vec2f {
  @if(!lanes) { return own; }
  @if(lanes) {
    workgroupBarrier();
    partial[lane] = own;
    for (var half = 32u; half > 0u; half >>= 1u) {
      workgroupBarrier();
      if (lane < half) { partial[lane] += partial[lane + half]; }
    }
    workgroupBarrier();
    return partial[0];
  }
}

// The largest over the row.
fn row_largest(own: f32, lane: u32) -> f32 {
  @if(!lanes) { return own; }
  @if(lanes) {
    workgroupBarrier();
    partial[lane].x = own;
    for (var half = 32u; half > 0u; half >>= 1u) {
      workgroupBarrier();
      if (lane < half) { partial[lane].x = max(partial[lane].x, partial[lane + half].x); }
    }
    workgroupBarrier();
    return partial[0].x;
  }
}
