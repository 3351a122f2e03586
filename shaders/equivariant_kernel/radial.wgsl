// Radial nets of an equivariant kernel (SE(3)-Transformer, appendix; neighbours 1.5): scalars of an edge and its length ->
// dense, layer norm, ReLU -> dense, layer norm, ReLU -> dense, one number for each pair of channels and order.
//
// Packed weights of a net, rows padded to whole vec4, the padding zero:
//   first layer [READ, H], bias, scale, shift; second [H, H] by rows of its outputs, bias, scale, shift; third by rows, biases.
//
// A `Lanes` vector holds one number for each edge of the thread, so that a weight is read once for all of them.
import constants::{HIDDEN, SCALARS, COUNT};
import package::dense::activation::Lanes;

@group(0) @binding(2) var<storage, read> weights: array<vec4f>;

const READ = SCALARS + 1;
// Vectors of a row of weights, and units with the padding.
const VECTORS = (HIDDEN + 3) / 4;
const UNITS = 4 * VECTORS;
const B0 = READ * VECTORS;
const SCALE0 = B0 + VECTORS;
const W1 = SCALE0 + 2 * VECTORS;
const B1 = W1 + HIDDEN * VECTORS;
const SCALE1 = B1 + VECTORS;
const W2 = SCALE1 + 2 * VECTORS;
const B2 = W2 + COUNT * VECTORS;
const NET = B2 + (COUNT + 3) / 4;

// Layer norm without its scale and shift, eps 1e-5; returns 1 / sqrt(var + eps).
fn normalise(x: ptr<function, array<Lanes, UNITS>>) -> Lanes {
  var mean = Lanes(0.0);
  @unroll for (var u = 0; u < HIDDEN; u++) { mean += (*x)[u]; }
  mean /= f32(HIDDEN);
  var squares = Lanes(0.0);
  @unroll for (var u = 0; u < HIDDEN; u++) {
    (*x)[u] -= mean;
    squares += (*x)[u] * (*x)[u];
  }
  let inverse = inverseSqrt(squares / f32(HIDDEN) + 1e-5);
  @unroll for (var u = 0; u < HIDDEN; u++) { (*x)[u] *= inverse; }
  return inverse;
}

// Normalised values -> what the ReLU lets through.
fn rectified(scale: u32, x: ptr<function, array<Lanes, UNITS>>) -> array<Lanes, UNITS> {
  var h = *x;
  for (var b = 0u; b < u32(VECTORS); b++) {
    let own = weights[scale + b];
    let shift = weights[scale + u32(VECTORS) + b];
    @unroll for (var r = 0; r < 4; r++) { h[4u * b + r] = max(own[r] * h[4u * b + r] + shift[r], Lanes(0.0)); }
  }
  return h;
}

// First layer before its norm.
fn first_layer(net: u32, read: ptr<function, array<Lanes, READ>>) -> array<Lanes, UNITS> {
  var x = array<Lanes, UNITS>();
  for (var b = 0u; b < u32(VECTORS); b++) {
    let bias = weights[net + u32(B0) + b];
    var own: array<Lanes, 4>;
    @unroll for (var r = 0; r < 4; r++) { own[r] = Lanes(bias[r]); }
    @unroll for (var s = 0; s < READ; s++) {
      let weight = weights[net + u32(s * VECTORS) + b];
      @unroll for (var r = 0; r < 4; r++) { own[r] += weight[r] * (*read)[s]; }
    }
    @unroll for (var r = 0; r < 4; r++) { x[4u * b + r] = own[r]; }
  }
  return x;
}

// Product of a row of weights and a layer's units.
fn product(row: u32, h: ptr<function, array<Lanes, UNITS>>) -> Lanes {
  var total = Lanes(0.0);
  @unroll for (var b = 0; b < VECTORS; b++) {
    let weight = weights[row + b];
    @unroll for (var r = 0; r < 4; r++) { total += weight[r] * (*h)[4 * b + r]; }
  }
  return total;
}

// Second layer before its norm.
fn second_layer(net: u32, h: ptr<function, array<Lanes, UNITS>>) -> array<Lanes, UNITS> {
  var x = array<Lanes, UNITS>();
  for (var o = 0u; o < u32(HIDDEN); o++) {
    x[o] = product(net + u32(W1) + o * u32(VECTORS), h) + weights[net + u32(B1) + o / 4u][o % 4u];
  }
  return x;
}

// A net as far as its last layer, from what it reads: what that layer reads.
fn last_input(net: u32, read: ptr<function, array<Lanes, READ>>) -> array<Lanes, UNITS> {
  var x = first_layer(net, read);
  _ = normalise(&x);
  var h = rectified(net + u32(SCALE0), &x);
  x = second_layer(net, &h);
  _ = normalise(&x);
  return rectified(net + u32(SCALE1), &x);
}

// Number p of the last layer.
fn radial(net: u32, p: u32, h: ptr<function, array<Lanes, UNITS>>) -> Lanes {
  return product(net + u32(W2) + p * u32(VECTORS), h) + weights[net + u32(B2) + p / 4u][p % 4u];
}
