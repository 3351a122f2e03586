// From content and location to a pair's score, and back: its weight and the cotangents of both terms.
import package::dense::activation::{Activated, Flags, Lanes};

@if(!multiply) fn score_of(content: Lanes, location: Lanes) -> Lanes { return content + location; }
@if(multiply) fn score_of(content: Lanes, location: Lanes) -> Lanes { return content * location; }

// Weight, and cotangents of the content and of the location net's last pre-activation.
struct Weighed { weight: Lanes, dcontent: Lanes, d3: Lanes }

// Of the weight's cotangent `dw`. `live` keys are there; masked ones inside the cloud share a row that has none.
// `peak` and `inverse` are what the forward kernel keeps of a row: (maximum, 1 / sum) for softmax, (0, 1 / count) otherwise.
fn weigh(
  content: Lanes, location: Activated, dw: Lanes, inside: Flags, live: Flags, peak: Lanes, inverse: Lanes,
) -> Weighed {
  let score = score_of(content, location.value);
  var w = Lanes(0.0);
  var ds = Lanes(0.0);
  @if(softmax) {
    w = select(Lanes(0.0), exp(select(Lanes(-1e38), score, live) - peak) * inverse, inside);
    ds = select(Lanes(0.0), w * dw, live);
  }
  @if(mean) { w = select(Lanes(0.0), score * inverse, live); ds = select(Lanes(0.0), dw * inverse, live); }
  // No exponent beyond 80, where float32 ends soon: the score has no slope there.
  @if(exp) {
    w = select(Lanes(0.0), exp(min(score, Lanes(80.0))) * inverse, live);
    ds = select(Lanes(0.0), w * dw, score < Lanes(80.0));
  }
  @if(!multiply) return Weighed(w, ds, ds * location.slope);
  @if(multiply) return Weighed(w, ds * location.value, ds * content * location.slope);
}
