// Cotangents of the edges' vectors and scalars through equivariant kernels, a thread a few edges of one net. They go through the
// kernels W_J, and through what the radial nets read; with d the cotangent of a message,
//
//   dW_J[a, c] = sum_i dt_J[i, a] f[i, c],   dt_J[i, a] = sum_o phi_J[o, i] d[o, a],   dphi_J[o, i] = sum_a d[o, a] t_J[i, a]
//
// Result [NETS, 3 + SCALARS, edges].
import constants::{GROUPS, SCALARS, INPUTS, OUTPUTS, TOGETHER, WORKGROUP, WEIGHTS};
import package::coupling::{CELLS, COLUMNS, ORDERS, ROWS, basis, basis_cotangent};
import package::dense::activation::{Flags, Lanes};
import package::equivariant_kernel::edge::{ROW, TURNED, WAYS, edges_of, read_of, received, sent, tell, turned};
import package::equivariant_kernel::layers_back::{add_last, through_norm, through_relu, through_second};
import package::equivariant_kernel::radial::{NET, READ, SCALE0, SCALE1, UNITS, VECTORS, first_layer, normalise, radial, rectified, second_layer, weights};

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let group = workgroup.x * u32(WORKGROUP) + thread;
  if (group >= u32(GROUPS)) { return; }
  let n = workgroup.y;
  let net = u32(WEIGHTS) + n * u32(NET);
  let edges = edges_of(group);
  var read = read_of(edges);
  var x0 = first_layer(net, &read);
  let inverse0 = normalise(&x0);
  var h0 = rectified(net + u32(SCALE0), &x0);
  var x1 = second_layer(net, &h0);
  let inverse1 = normalise(&x1);
  var h1 = rectified(net + u32(SCALE1), &x1);
  var d_along = array<Lanes, 3>();
  var dh = array<Lanes, UNITS>();
  for (var first = 0u; first < u32(OUTPUTS); first += u32(TOGETHER)) {
    let d = received(edges, n, first);
    for (var j = 0; j < ORDERS; j++) {
      var w = basis(j, edges.along);
      var dw = array<Lanes, CELLS>();
      for (var i = 0u; i < u32(INPUTS); i++) {
        var f = sent(edges, i, j);
        let t = turned(&w, &f);
        var dt = array<Lanes, TURNED>();
        @unroll for (var o = 0; o < TOGETHER; o++) {
          let p = ((first + o) * u32(INPUTS) + i) * u32(ORDERS) + u32(j);
          let phi = radial(net, p, &h1);
          var d_phi = Lanes(0.0);
          @unroll for (var way = 0; way < WAYS; way++) {
            @unroll for (var a = 0; a < ROWS; a++) {
              dt[way * ROWS + a] += phi * d[(way * TOGETHER + o) * ROWS + a];
              d_phi += d[(way * TOGETHER + o) * ROWS + a] * t[way * ROWS + a];
            }
          }
          add_last(net, p, d_phi, &dh);
        }
        @unroll for (var way = 0; way < WAYS; way++) {
          @unroll for (var a = 0; a < ROWS; a++) {
            @unroll for (var c = 0; c < COLUMNS; c++) { dw[a * COLUMNS + c] += dt[way * ROWS + a] * f[way * COLUMNS + c]; }
          }
        }
      }
      let d_u = basis_cotangent(j, edges.along, &dw);
      @unroll for (var c = 0; c < 3; c++) { d_along[c] += d_u[c]; }
    }
  }
  through_relu(&dh, &h1);
  through_norm(&dh, &x1, net + u32(SCALE1), inverse1);
  var dx = through_second(net, &dh);
  through_relu(&dx, &h0);
  through_norm(&dx, &x0, net + u32(SCALE0), inverse0);
  var d_read = array<Lanes, READ>();
  @unroll for (var s = 0; s < READ; s++) {
    @unroll for (var b = 0; b < VECTORS; b++) {
      let weight = weights[net + u32(s * VECTORS + b)];
      @unroll for (var r = 0; r < 4; r++) { d_read[s] += weight[r] * dx[4 * b + r]; }
    }
  }
  let radially = d_along[0] * edges.along[0] + d_along[1] * edges.along[1] + d_along[2] * edges.along[2];
  let length = select(Lanes(1.0), edges.length, edges.present);
  // The vector there and the one back are one: the first gets what both say.
  @unroll for (var way = 0; way < WAYS; way++) {
    let place = n * u32((3 + SCALARS) * ROW) + edges.place[way];
    let speaks = edges.present & Flags(way == 0);
    @unroll for (var c = 0; c < 3; c++) {
      let across = (d_along[c] - edges.along[c] * radially) / length;
      tell(place + u32(c * ROW), select(Lanes(0.0), across + d_read[SCALARS] * edges.along[c], speaks));
    }
    @unroll for (var s = 0; s < SCALARS; s++) {
      tell(place + u32((3 + s) * ROW), select(Lanes(0.0), d_read[s], speaks));
    }
  }
}
