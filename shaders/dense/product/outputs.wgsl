// What a product stores, and what is done to it before.
//
// - As a dense layer: activation(C) + residual. Slopes of the activation, which the backward pass wants, come first, values
//   second, the statistics of normalised rows of A behind them.
// - As the gradient of weights: the sums of A's rows, the bias's gradient, behind C (or zeros, without a bias).
// - As the gradient of the input: C times the slopes of the layer before.
import constants::{ROWS, COLUMNS, TILE_ROWS, TILE_COLUMNS};
@if(residual || sloped) import constants::{E_OFFSET, E_ROW, E_COLUMN};
@if(b_normed) import constants::NORM_OFFSET;
@if(b_normed) import package::dense::product::inputs::affine;
@if(a_normed) import package::dense::product::inputs::Rows;
import package::dense::product::inputs::across;
@if(activated) import package::dense::activation::activate_with_slope;

// The residual, or the slopes that the product is multiplied by.
@if(residual || sloped) @group(0) @binding(5) var<storage, read> other: array<f32>;
@group(0) @binding(6) var<storage, read_write> c: array<f32>;

// Entries of C that a thread owns.
const TILE = TILE_ROWS * TILE_COLUMNS;

// Tables of the size of C in the result.
@if(activated) const VALUES = 2;
@if(!activated) const VALUES = 1;

@if(a_normed) fn store_statistics(row: u32, rows: ptr<function, Rows>) {
  @unroll for (var r = 0; r < TILE_ROWS; r++) {
    if (row + r < u32(ROWS)) {
      let kept = u32(VALUES * ROWS * COLUMNS) + 2u * (row + r);
      c[kept] = (*rows).mean[r];
      c[kept + 1u] = (*rows).inverse_deviation[r];
    }
  }
}

// Stores a thread's entries of C, `total` the sums of its rows of A.
fn store(
  batch: u32, row: u32, column: u32, tile: ptr<function, array<f32, TILE>>, total: ptr<function, array<f32, TILE_ROWS>>,
) {
  @unroll for (var r = 0; r < TILE_ROWS; r++) {
    @unroll for (var s = 0; s < TILE_COLUMNS; s++) {
      if (row + r < u32(ROWS) && column + across(s) < u32(COLUMNS)) {
        let place = (batch * u32(ROWS) + row + r) * u32(COLUMNS) + column + across(s);
        var value = (*tile)[r * TILE_COLUMNS + s];
        // A^T (y scale + shift) = (A^T y) scale + (A^T 1) shift.
        @if(b_normed) {
          let own = u32(NORM_OFFSET) + column + across(s);
          value = value * affine[own] + (*total)[r] * affine[own + u32(COLUMNS)];
        }
        @if(activated) {
          let activated = activate_with_slope(value);
          c[place] = activated.slope;
          value = activated.value;
        }
        @if(residual || sloped) let e = other[u32(E_OFFSET) + (row + r) * u32(E_ROW) + (column + across(s)) * u32(E_COLUMN)];
        @if(residual) { value += e; }
        @if(sloped) { value *= e; }
        @if(!activated) { c[place] = value; }
        @if(activated) { c[u32(ROWS * COLUMNS) + place] = value; }
      }
    }
  }
  @if(summed || unsummed) {
    if (column == 0u) {
      @unroll for (var r = 0; r < TILE_ROWS; r++) {
        @if(summed) let sum = (*total)[r];
        @if(unsummed) let sum = 0.0;
        if (row + r < u32(ROWS)) { c[u32(ROWS * COLUMNS) + row + r] = sum; }
      }
    }
  }
}
