// Cotangents of what is sent along edges by equivariant kernels, a thread a few edges of one net: the way of `forward.wgsl`
// back, with d the cotangent of a message,
//
//   df[i, c] = sum_J sum_a W_J[a, c] dt_J[i, a],   dt_J[i, a] = sum_o phi_J[o, i] d[o, a]
//
// Result [NETS, COLUMNS, INPUTS, edges].
import constants::{GROUPS, INPUTS, OUTPUTS, TOGETHER, WORKGROUP, WEIGHTS};
import package::coupling::{COLUMNS, ORDERS, ROWS, basis};
import package::dense::activation::Lanes;
import package::equivariant_kernel::edge::{ROW, TURNED, WAYS, edges_of, read_of, received, sign_of, tell, told};
import package::equivariant_kernel::radial::{NET, last_input, radial};

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) thread: u32) {
  let group = workgroup.x * u32(WORKGROUP) + thread;
  if (group >= u32(GROUPS)) { return; }
  let n = workgroup.y;
  let net = u32(WEIGHTS) + n * u32(NET);
  let edges = edges_of(group);
  var read = read_of(edges);
  var h = last_input(net, &read);
  for (var first = 0u; first < u32(OUTPUTS); first += u32(TOGETHER)) {
    let d = received(edges, n, first);
    for (var j = 0; j < ORDERS; j++) {
      let w = basis(j, edges.along);
      let more = first > 0u || j > 0;
      for (var i = 0u; i < u32(INPUTS); i++) {
        var dt = array<Lanes, TURNED>();
        @unroll for (var o = 0; o < TOGETHER; o++) {
          let phi = radial(net, ((first + o) * u32(INPUTS) + i) * u32(ORDERS) + u32(j), &h);
          @unroll for (var way = 0; way < WAYS; way++) {
            @unroll for (var a = 0; a < ROWS; a++) { dt[way * ROWS + a] += phi * d[(way * TOGETHER + o) * ROWS + a]; }
          }
        }
        @unroll for (var way = 0; way < WAYS; way++) {
          let sign = sign_of(way, j);
          @unroll for (var c = 0; c < COLUMNS; c++) {
            let at = ((n * u32(COLUMNS) + u32(c)) * u32(INPUTS) + i) * u32(ROW) + edges.place[way];
            var df = Lanes(0.0);
            @unroll for (var a = 0; a < ROWS; a++) { df += w[a * COLUMNS + c] * dt[way * ROWS + a]; }
            df *= sign;
            if (more) { df += told(at); }
            tell(at, df);
          }
        }
      }
    }
  }
}
