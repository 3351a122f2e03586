// Back through the hidden layers of a radial net.
import constants::HIDDEN;
import package::dense::activation::Lanes;
import package::equivariant_kernel::radial::{UNITS, VECTORS, W1, W2, weights};

// Cotangents go back through a ReLU where it let h through.
fn through_relu(d: ptr<function, array<Lanes, UNITS>>, h: ptr<function, array<Lanes, UNITS>>) {
  @unroll for (var u = 0; u < UNITS; u++) { (*d)[u] = select(Lanes(0.0), (*d)[u], (*h)[u] > Lanes(0.0)); }
}

// Back through a norm with scales at `scale`, of normalised values x: cotangents d become those of what was normalised.
fn through_norm(
  d: ptr<function, array<Lanes, UNITS>>, x: ptr<function, array<Lanes, UNITS>>, scale: u32, inverse: Lanes,
) {
  var mean = Lanes(0.0);
  var along = Lanes(0.0);
  @unroll for (var b = 0; b < VECTORS; b++) {
    let own = weights[scale + b];
    @unroll for (var r = 0; r < 4; r++) {
      (*d)[4 * b + r] *= own[r];
      mean += (*d)[4 * b + r] / f32(HIDDEN);
      along += (*d)[4 * b + r] * (*x)[4 * b + r] / f32(HIDDEN);
    }
  }
  @unroll for (var u = 0; u < HIDDEN; u++) { (*d)[u] = inverse * ((*d)[u] - mean - along * (*x)[u]); }
}

// Back through the second layer: cotangents of its outputs -> of what it reads.
fn through_second(net: u32, d: ptr<function, array<Lanes, UNITS>>) -> array<Lanes, UNITS> {
  var before = array<Lanes, UNITS>();
  // Indexed at run time, an array lies in memory: a copy of d does.
  var outputs = *d;
  for (var o = 0u; o < u32(HIDDEN); o++) {
    let own = outputs[o];
    @unroll for (var b = 0; b < VECTORS; b++) {
      let weight = weights[net + u32(W1) + o * u32(VECTORS) + b];
      @unroll for (var r = 0; r < 4; r++) { before[4 * b + r] += weight[r] * own; }
    }
  }
  return before;
}

// Adds to the cotangents of what the last layer reads what number p of it gives.
fn add_last(net: u32, p: u32, d: Lanes, dh: ptr<function, array<Lanes, UNITS>>) {
  @unroll for (var b = 0; b < VECTORS; b++) {
    let weight = weights[net + u32(W2) + p * u32(VECTORS) + b];
    @unroll for (var r = 0; r < 4; r++) { (*dh)[4 * b + r] += weight[r] * d; }
  }
}
