// Gradient of the radial nets' weights in equivariant kernels: a thread a few edges of one net, a workgroup every SLABS-th tile
// of them. With d the cotangent of a message, dphi_J[o, i] = sum_a d[o, a] t_J[i, a]; the rest is the way back through the net.
//
// The gradient of a dense layer is a sum of products over edges: each thread leaves its factors in workgroup memory, the left
// ones in `columns`, the right ones in `rows`, and all of them share the products of the tile, a block at a time.
//
// Result [SLABS, NETS, weights of a net].
import constants::{GROUPS, TILES, SLABS, HIDDEN, INPUTS, OUTPUTS, TOGETHER, AT_ONCE, NETS, COUNT, FACTORS, WORKGROUP, WEIGHTS};
import package::coupling::{ORDERS, ROWS, basis};
import package::dense::activation::{Flags, Lanes};
import package::equivariant_kernel::edge::{WAYS, edges_of, read_of, received, sent, turned};
import package::equivariant_kernel::layers_back::{add_last, through_norm, through_relu, through_second};
import package::equivariant_kernel::radial::{B1, B2, NET, READ, SCALE0, SCALE1, UNITS, W1, W2, first_layer, normalise, rectified, second_layer};

@group(0) @binding(4) var<storage, read_write> result: array<f32>;

const COLUMNS_SIZE = WORKGROUP * FACTORS;
var<workgroup> columns: array<Lanes, COLUMNS_SIZE>;
const ROWS_SIZE = WORKGROUP * UNITS;
var<workgroup> rows: array<Lanes, ROWS_SIZE>;

// Orders and channels in that go through the last layer between two sums over the tile.
const SPAN = AT_ONCE * ORDERS;

@if(lanes1) fn over_lanes(x: Lanes) -> f32 { return x; }
@if(!lanes1) fn over_lanes(x: Lanes) -> f32 { return dot(x, Lanes(1.0)); }

// A sum over one tile, or over one tile more. A word at a time: what writes one of a vector's may touch its others.
fn put(place: u32, value: f32, more: bool) {
  result[place] = select(value, result[place] + value, more);
}

// Places of a gradient: that of row q is `start` + q / span * leap + q % span rows further.
struct Places { start: u32, span: u32, leap: u32 }

// Sums over the tile's edges of left factors 0 .. count - 1 times the right ones: a row [UNITS] of the gradient each. FACTORS is
// a multiple of DOWN: factors behind the last one are read too, and their sums left.
const DOWN = 8;
const ACROSS = 4;
fn add_products(count: u32, to: Places, thread: u32, more: bool) {
  let blocks = (count + u32(DOWN - 1)) / u32(DOWN) * u32(UNITS / ACROSS);
  for (var block = thread; block < blocks; block += u32(WORKGROUP)) {
    let q = block / u32(UNITS / ACROSS) * u32(DOWN);
    let u = block % u32(UNITS / ACROSS) * u32(ACROSS);
    var total = array<Lanes, DOWN * ACROSS>();
    for (var t = 0u; t < u32(WORKGROUP); t++) {
      var right = array<Lanes, ACROSS>();
      @unroll for (var x = 0; x < ACROSS; x++) { right[x] = rows[(u + x) * u32(WORKGROUP) + t]; }
      @unroll for (var y = 0; y < DOWN; y++) {
        let left = columns[(q + y) * u32(WORKGROUP) + t];
        @unroll for (var x = 0; x < ACROSS; x++) { total[y * ACROSS + x] += left * right[x]; }
      }
    }
    @unroll for (var y = 0; y < DOWN; y++) {
      let row = q + y;
      if (row < count) {
        let place = to.start + row / to.span * to.leap + (row % to.span) * u32(UNITS) + u;
        @unroll for (var x = 0; x < ACROSS; x++) { put(place + x, over_lanes(total[y * ACROSS + x]), more); }
      }
    }
  }
}

// The same where the left factors are what the first layer reads, and 1 for its bias.
const FIRST = READ + 1;
fn add_first(to: u32, thread: u32, more: bool) {
  for (var u = thread; u < u32(UNITS); u += u32(WORKGROUP)) {
    var total = array<Lanes, FIRST>();
    for (var t = 0u; t < u32(WORKGROUP); t++) {
      let right = rows[u * u32(WORKGROUP) + t];
      @unroll for (var s = 0; s < FIRST; s++) { total[s] += columns[u32(s * WORKGROUP) + t] * right; }
    }
    @unroll for (var s = 0; s < FIRST; s++) { put(to + u32(s * UNITS) + u, over_lanes(total[s]), more); }
  }
}

// Sums over the tile's edges of left factors first .. first + count - 1 alone: a number each.
fn add_columns(first: u32, count: u32, to: Places, thread: u32, more: bool) {
  for (var q = thread; q < count; q += u32(WORKGROUP)) {
    var total = Lanes(0.0);
    for (var t = 0u; t < u32(WORKGROUP); t++) { total += columns[(first + q) * u32(WORKGROUP) + t]; }
    put(to.start + q / to.span * to.leap + q % to.span, over_lanes(total), more);
  }
}

fn leave_columns(x: ptr<function, array<Lanes, UNITS>>, first: u32, thread: u32) {
  @unroll for (var u = 0; u < UNITS; u++) { columns[(first + u) * u32(WORKGROUP) + thread] = (*x)[u]; }
}

fn leave_rows(x: ptr<function, array<Lanes, UNITS>>, thread: u32) {
  @unroll for (var u = 0; u < UNITS; u++) { rows[u * u32(WORKGROUP) + thread] = (*x)[u]; }
}

// Left factors of the gradients of a norm's scales and shifts, from column `first` on: d x and d, with d the cotangents of what
// comes out of normalised values x.
fn leave_norm(
  d: ptr<function, array<Lanes, UNITS>>, x: ptr<function, array<Lanes, UNITS>>, first: u32, thread: u32,
) {
  var scaled = *x;
  @unroll for (var u = 0; u < UNITS; u++) { scaled[u] *= (*d)[u]; }
  leave_columns(&scaled, first, thread);
  leave_columns(d, first + u32(UNITS), thread);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let slab = workgroup.x;
  let n = workgroup.y;
  let net = u32(WEIGHTS) + n * u32(NET);
  // Where the slab's gradient of this net begins.
  let place = (slab * u32(NETS) + n) * u32(4 * NET);
  for (var tile = slab; tile < u32(TILES); tile += u32(SLABS)) {
    let more = tile > slab;
    let own = tile * u32(WORKGROUP) + thread;
    let group = min(own, u32(GROUPS - 1));
    var edges = edges_of(group);
    // Threads beyond the last edge, and edges that are none, take part with cotangents of zero.
    edges.present &= edges.own & Flags(own < u32(GROUPS));
    var read = read_of(edges);
    var x0 = first_layer(net, &read);
    let inverse0 = normalise(&x0);
    var h0 = rectified(net + u32(SCALE0), &x0);
    var x1 = second_layer(net, &h0);
    let inverse1 = normalise(&x1);
    var h1 = rectified(net + u32(SCALE1), &x1);
    leave_rows(&h1, thread);
    var dh = array<Lanes, UNITS>();
    for (var first = 0u; first < u32(OUTPUTS); first += u32(TOGETHER)) {
      let d = received(edges, n, first);
      for (var start = 0u; start < u32(INPUTS); start += u32(AT_ONCE)) {
        for (var j = 0; j < ORDERS; j++) {
          var w = basis(j, edges.along);
          for (var i = 0u; i < u32(AT_ONCE); i++) {
            var f = sent(edges, start + i, j);
            let t = turned(&w, &f);
            @unroll for (var o = 0; o < TOGETHER; o++) {
              var d_phi = Lanes(0.0);
              @unroll for (var way = 0; way < WAYS; way++) {
                @unroll for (var a = 0; a < ROWS; a++) { d_phi += d[(way * TOGETHER + o) * ROWS + a] * t[way * ROWS + a]; }
              }
              add_last(net, ((first + o) * u32(INPUTS) + start + i) * u32(ORDERS) + u32(j), d_phi, &dh);
              columns[(u32(o * SPAN) + i * u32(ORDERS) + u32(j)) * u32(WORKGROUP) + thread] = d_phi;
            }
          }
        }
        let p = (first * u32(INPUTS) + start) * u32(ORDERS);
        let leap = u32(INPUTS * ORDERS);
        workgroupBarrier();
        add_products(
          u32(TOGETHER * SPAN), Places(place + u32(4 * W2) + p * u32(UNITS), u32(SPAN), leap * u32(UNITS)), thread, more,
        );
        add_columns(0u, u32(TOGETHER * SPAN), Places(place + u32(4 * B2) + p, u32(SPAN), leap), thread, more);
        workgroupBarrier();
      }
    }
    through_relu(&dh, &h1);
    leave_norm(&dh, &x1, u32(UNITS), thread);
    through_norm(&dh, &x1, net + u32(SCALE1), inverse1);
    leave_columns(&dh, 0u, thread);
    leave_rows(&h0, thread);
    workgroupBarrier();
    add_products(u32(HIDDEN), Places(place + u32(4 * W1), u32(HIDDEN), 0u), thread, more);
    add_columns(0u, u32(3 * UNITS), Places(place + u32(4 * B1), u32(3 * UNITS), 0u), thread, more);
    workgroupBarrier();
    var dx = through_second(net, &dh);
    through_relu(&dx, &h0);
    leave_norm(&dx, &x0, u32(READ + 1), thread);
    through_norm(&dx, &x0, net + u32(SCALE0), inverse0);
    // The bias is read as one more input, 1.
    @unroll for (var s = 0; s < READ; s++) { columns[u32(s * WORKGROUP) + thread] = read[s]; }
    columns[u32(READ * WORKGROUP) + thread] = Lanes(1.0);
    leave_rows(&dx, thread);
    workgroupBarrier();
    add_first(place, thread, more);
    add_columns(u32(READ + 1), u32(2 * UNITS), Places(place + u32(4 * SCALE0), u32(2 * UNITS), 0u), thread, more);
    // Padding behind the last biases.
    for (var p = u32(COUNT) + thread; p < u32(4 * (NET - B2)); p += u32(WORKGROUP)) { put(place + u32(4 * B2) + p, 0.0, false); }
    workgroupBarrier();
  }
}
