// Edges as the kernels read them, a `Lanes` of them a thread: x_sender - x_receiver and scalars, the sender's features, where
// their messages lie. Every table is a row of all edges for each number, so that neighbouring threads read neighbouring words.
//
// Where everybody sends to everybody and the scalars are the same both ways (`mutual`), a thread takes the edges there and back
// together: r and phi are the same, and W_J(-u) = (-1)^J W_J(u) (neighbours 1.5), so the radial nets run once for both.
import constants::{EDGES, SCALARS, INPUTS, OUTPUTS, HEADS, OFFSET0, OFFSET1};
@if(mutual) import constants::{SET, SLOTS};
@if(backward) import constants::{TOGETHER, OFFSET3};
import package::coupling::{CELLS, COLUMNS, ROWS, back};
import package::dense::activation::{Flags, LANES, Lanes};
import package::equivariant_kernel::radial::READ;

// Ways along an edge.
@if(!mutual) const WAYS = 1;
@if(mutual) const WAYS = 2;

// Edges of a thread lie side by side, or each in a column of its own.
@if(!gathered) alias Place = u32;
@if(!gathered) alias Word = Lanes;
@if(gathered) alias Place = vec4u;
@if(gathered) alias Word = f32;

// Words of a row of edges.
@if(!gathered) const ROW = EDGES / LANES;
@if(gathered) const ROW = EDGES;

@group(0) @binding(0) var<storage, read> geometry: array<Word>;
@group(0) @binding(1) var<storage, read> features: array<Word>;

struct Edges {
  along: array<Lanes, 3>,
  length: Lanes,
  // Whether they are edges, and whether they are the thread's own: behind the last one it repeats that one.
  present: Flags,
  own: Flags,
  // Where each way lies.
  place: array<Place, WAYS>,
}

@if(!gathered) fn geometry_at(at: Place) -> Lanes { return geometry[at]; }
@if(gathered) fn geometry_at(at: Place) -> Lanes {
  return Lanes(geometry[at.x], geometry[at.y], geometry[at.z], geometry[at.w]);
}
@if(!gathered) fn features_at(at: Place) -> Lanes { return features[at]; }
@if(gathered) fn features_at(at: Place) -> Lanes {
  return Lanes(features[at.x], features[at.y], features[at.z], features[at.w]);
}

// Where the thread's edges lie, and which it has.
@if(!mutual) fn find(group: u32, edges: ptr<function, Edges>) {
  (*edges).place[0] = group;
  (*edges).own = Flags(true);
}
// Edges lie in the order of `mutual-edges.ts`. First come the pairs whose sender is less than half around the set, then, of an
// even set, those that are half around from each other.
@if(mutual) const AROUND = (SET - 1) / 2;
@if(mutual) const PAIRS = SET * (SET - 1) / 2;
@if(mutual) fn find(group: u32, edges: ptr<function, Edges>) {
  @if(lanes1) let slot = group;
  @if(lanes4) let slot = 4u * group + vec4u(0u, 1u, 2u, 3u);
  (*edges).own = slot < Place(u32(SLOTS));
  let some = min(slot, Place(u32(SLOTS - 1)));
  let first = some / u32(PAIRS) * u32(2 * PAIRS);
  let pair = some % u32(PAIRS);
  let half = pair >= Place(u32(SET * AROUND));
  let i = select(pair / u32(max(AROUND, 1)), pair - u32(SET * AROUND), half);
  let k = select(pair % u32(max(AROUND, 1)), Place(u32(AROUND)), half);
  (*edges).place[0] = first + i * u32(SET - 1) + k;
  (*edges).place[1] = first + (i + k + 1u) % u32(SET) * u32(SET - 1) + u32(SET - 2) - k;
}

fn edges_of(group: u32) -> Edges {
  var edges = Edges();
  find(group, &edges);
  var x = array<Lanes, 3>();
  @unroll for (var c = 0; c < 3; c++) { x[c] = geometry_at(u32(OFFSET0 + c * ROW) + edges.place[0]); }
  // Scaled first: the squares of what is far or near neither overflow nor vanish.
  let largest = max(max(abs(x[0]), abs(x[1])), abs(x[2]));
  edges.present = largest > Lanes(0.0);
  let divisor = select(Lanes(1.0), largest, edges.present);
  @unroll for (var c = 0; c < 3; c++) { x[c] /= divisor; }
  let size = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  @unroll for (var c = 0; c < 3; c++) { edges.along[c] = x[c] / select(Lanes(1.0), size, edges.present); }
  edges.length = largest * size;
  return edges;
}

// What the radial nets read.
fn read_of(edges: Edges) -> array<Lanes, READ> {
  var read = array<Lanes, READ>();
  @unroll for (var s = 0; s < SCALARS; s++) { read[s] = geometry_at(u32(OFFSET0 + (3 + s) * ROW) + edges.place[0]); }
  read[SCALARS] = edges.length;
  return read;
}

// By what W_J differs in the direction of a way.
fn sign_of(way: i32, order: i32) -> f32 { return select(1.0, back(order), way > 0); }

// Channel i of the sender's features each way, for the kernel of an order in the direction there.
const SENT = WAYS * COLUMNS;
fn sent(edges: Edges, i: u32, order: i32) -> array<Lanes, SENT> {
  var f = array<Lanes, SENT>();
  @unroll for (var way = 0; way < WAYS; way++) {
    let sign = sign_of(way, order);
    @unroll for (var c = 0; c < COLUMNS; c++) {
      let at = u32(OFFSET1) + (u32(c * INPUTS) + i) * u32(ROW) + edges.place[way];
      f[way * COLUMNS + c] = sign * features_at(at);
    }
  }
  return f;
}

// t[a] = sum_c w[a, c] f[c], each way
const TURNED = WAYS * ROWS;
fn turned(w: ptr<function, array<Lanes, CELLS>>, f: ptr<function, array<Lanes, SENT>>) -> array<Lanes, TURNED> {
  var t = array<Lanes, TURNED>();
  @unroll for (var way = 0; way < WAYS; way++) {
    @unroll for (var a = 0; a < ROWS; a++) {
      @unroll for (var c = 0; c < COLUMNS; c++) { t[way * ROWS + a] += (*w)[a * COLUMNS + c] * (*f)[way * COLUMNS + c]; }
    }
  }
  return t;
}

// Row of the first component of channel o of a net's messages; the next component is CHANNELS rows further.
const CHANNELS = OUTPUTS / HEADS;
fn message_row(net: u32, o: u32) -> u32 {
  return (net * u32(HEADS) + o / u32(CHANNELS)) * u32(ROWS * CHANNELS) + o % u32(CHANNELS);
}

// Cotangents of channels `first` on of a net's messages, each way; none where there is no edge.
@if(backward) @group(0) @binding(3) var<storage, read> cotangent: array<Word>;
@if(backward && !gathered) fn cotangent_at(at: Place) -> Lanes { return cotangent[at]; }
@if(backward && gathered) fn cotangent_at(at: Place) -> Lanes {
  return Lanes(cotangent[at.x], cotangent[at.y], cotangent[at.z], cotangent[at.w]);
}
@if(backward) const RECEIVED = WAYS * TOGETHER * ROWS;
@if(backward) fn received(edges: Edges, net: u32, first: u32) -> array<Lanes, RECEIVED> {
  var d = array<Lanes, RECEIVED>();
  @unroll for (var o = 0; o < TOGETHER; o++) {
    let row = message_row(net, first + o);
    @unroll for (var way = 0; way < WAYS; way++) {
      @unroll for (var a = 0; a < ROWS; a++) {
        let at = u32(OFFSET3) + (row + u32(a * CHANNELS)) * u32(ROW) + edges.place[way];
        d[(way * TOGETHER + o) * ROWS + a] = select(Lanes(0.0), cotangent_at(at), edges.present);
      }
    }
  }
  return d;
}

// What a thread says of its edges, a row of all edges for each number.
@if(edgewise && !backward) @group(0) @binding(3) var<storage, read_write> result: array<Word>;
@if(edgewise && backward) @group(0) @binding(4) var<storage, read_write> result: array<Word>;
@if(edgewise && !gathered) fn told(at: Place) -> Lanes { return result[at]; }
@if(edgewise && gathered) fn told(at: Place) -> Lanes { return Lanes(result[at.x], result[at.y], result[at.z], result[at.w]); }
@if(edgewise && !gathered) fn tell(at: Place, value: Lanes) { result[at] = value; }
@if(edgewise && gathered) fn tell(at: Place, value: Lanes) {
  result[at.x] = value.x;
  result[at.y] = value.y;
  result[at.z] = value.z;
  result[at.w] = value.w;
}
