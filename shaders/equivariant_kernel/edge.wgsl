// Edges as the kernels read them, a `Lanes` of them a thread: x_sender - x_receiver and scalars, the sender's features, where
// their messages lie. Every table is a row of all edges for each number, so that neighbouring threads read neighbouring words.
import constants::{GROUPS, SCALARS, INPUTS, OUTPUTS, HEADS, OFFSET0, OFFSET1};
@if(backward) import constants::{TOGETHER, OFFSET3};
import package::coupling::{CELLS, COLUMNS, ROWS};
import package::dense::activation::{Flags, Lanes};
import package::equivariant_kernel::radial::READ;

@group(0) @binding(0) var<storage, read> geometry: array<Lanes>;
@group(0) @binding(1) var<storage, read> features: array<Lanes>;

struct Edges { along: array<Lanes, 3>, length: Lanes, present: Flags }

fn edges_of(group: u32) -> Edges {
  var x = array<Lanes, 3>();
  @unroll for (var c = 0; c < 3; c++) { x[c] = geometry[u32(OFFSET0 + c * GROUPS) + group]; }
  // Scaled first: the squares of what is far or near neither overflow nor vanish.
  let largest = max(max(abs(x[0]), abs(x[1])), abs(x[2]));
  let present = largest > Lanes(0.0);
  let divisor = select(Lanes(1.0), largest, present);
  @unroll for (var c = 0; c < 3; c++) { x[c] /= divisor; }
  let size = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  @unroll for (var c = 0; c < 3; c++) { x[c] /= select(Lanes(1.0), size, present); }
  return Edges(x, largest * size, present);
}

// What the radial nets read.
fn read_of(group: u32, length: Lanes) -> array<Lanes, READ> {
  var read = array<Lanes, READ>();
  @unroll for (var s = 0; s < SCALARS; s++) { read[s] = geometry[u32(OFFSET0 + (3 + s) * GROUPS) + group]; }
  read[SCALARS] = length;
  return read;
}

// Channel i of the sender's features.
fn sent(group: u32, i: u32) -> array<Lanes, COLUMNS> {
  var f = array<Lanes, COLUMNS>();
  @unroll for (var c = 0; c < COLUMNS; c++) { f[c] = features[u32(OFFSET1) + (u32(c * INPUTS) + i) * u32(GROUPS) + group]; }
  return f;
}

// t[a] = sum_c w[a, c] f[c]
fn turned(w: ptr<function, array<Lanes, CELLS>>, f: ptr<function, array<Lanes, COLUMNS>>) -> array<Lanes, ROWS> {
  var t = array<Lanes, ROWS>();
  @unroll for (var a = 0; a < ROWS; a++) {
    @unroll for (var c = 0; c < COLUMNS; c++) { t[a] += (*w)[a * COLUMNS + c] * (*f)[c]; }
  }
  return t;
}

// First component of channel o of a net's messages; the next one is CHANNELS rows further.
const CHANNELS = OUTPUTS / HEADS;
fn message_place(group: u32, net: u32, o: u32) -> u32 {
  let row = (net * u32(HEADS) + o / u32(CHANNELS)) * u32(ROWS * CHANNELS) + o % u32(CHANNELS);
  return row * u32(GROUPS) + group;
}

// Cotangents of channels `first` on of a net's messages; none where there is no edge.
@if(backward) @group(0) @binding(3) var<storage, read> cotangent: array<Lanes>;
@if(backward) fn received(group: u32, net: u32, first: u32, present: Flags) -> array<Lanes, TOGETHER * ROWS> {
  var d = array<Lanes, TOGETHER * ROWS>();
  @unroll for (var o = 0; o < TOGETHER; o++) {
    let at = u32(OFFSET3) + message_place(group, net, first + o);
    @unroll for (var a = 0; a < ROWS; a++) {
      d[o * ROWS + a] = select(Lanes(0.0), cotangent[at + u32(a * CHANNELS * GROUPS)], present);
    }
  }
  return d;
}
