// Equivariant kernels between features of two degrees, applied along edges: a thread a few edges of one net.
//
//   out[o, a] = sum_J sum_i phi_J[o, i](r, s) t_J[i, a],   t_J[i, a] = sum_c W_J(x / r)[a, c] f[i, c]
//
// The radial nets phi (radial.wgsl) are nine tenths of the work; phi is used as it is made, and no kernel is ever stored.
// W_J comes from `package::coupling`, generated for the two degrees. Result [NETS, HEADS, ROWS, channels, edges].
//
// What a loop that is not unrolled declares has its zeros written out: naga would leave the last round's values there.
import constants::{GROUPS, INPUTS, OUTPUTS, TOGETHER, WORKGROUP, WEIGHTS};
import package::coupling::{ORDERS, ROWS, basis};
import package::dense::activation::Lanes;
import package::equivariant_kernel::edge::{CHANNELS, ROW, WAYS, edges_of, message_row, read_of, sent, tell, turned};
import package::equivariant_kernel::radial::{NET, last_input, radial};

const OUT = WAYS * TOGETHER * ROWS;

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
    var out = array<Lanes, OUT>();
    for (var j = 0; j < ORDERS; j++) {
      var w = basis(j, edges.along);
      for (var i = 0u; i < u32(INPUTS); i++) {
        var f = sent(edges, i, j);
        let t = turned(&w, &f);
        @unroll for (var o = 0; o < TOGETHER; o++) {
          let phi = radial(net, ((first + o) * u32(INPUTS) + i) * u32(ORDERS) + u32(j), &h);
          @unroll for (var way = 0; way < WAYS; way++) {
            @unroll for (var a = 0; a < ROWS; a++) { out[(way * TOGETHER + o) * ROWS + a] += phi * t[way * ROWS + a]; }
          }
        }
      }
    }
    @unroll for (var o = 0; o < TOGETHER; o++) {
      let row = message_row(n, first + o);
      @unroll for (var way = 0; way < WAYS; way++) {
        @unroll for (var a = 0; a < ROWS; a++) {
          let message = select(Lanes(0.0), out[(way * TOGETHER + o) * ROWS + a], edges.present);
          tell((row + u32(a * CHANNELS)) * u32(ROW) + edges.place[way], message);
        }
      }
    }
  }
}
