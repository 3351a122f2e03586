// The activation of all numbers a thread holds at once: its value, and value with slope for the backward pass.

@if(lanes4) alias Lanes = vec4f;
@if(lanes4) alias Flags = vec4<bool>;
@if(lanes4) const LANES = 4;
@if(lanes2) alias Lanes = vec2f;
@if(lanes2) alias Flags = vec2<bool>;
@if(lanes2) const LANES = 2;
@if(lanes1) alias Lanes = f32;
@if(lanes1) alias Flags = bool;
@if(lanes1) const LANES = 1;

// What is activated together where no slope is asked for: all of them, or one_by_one.
@if(!one_by_one) alias Part = Lanes;
@if(one_by_one) alias Part = f32;

struct Activated { value: Lanes, slope: Lanes }

@if(swish) fn activate(x: Part) -> Part { return x / (1.0 + exp(-x)); }
@if(swish) fn activate_with_slope(x: Lanes) -> Activated {
  let s = 1.0 / (1.0 + exp(-x));
  let y = x * s;
  return Activated(y, s + y * (1.0 - s));
}
@if(relu) fn activate(x: Part) -> Part { return max(x, Part(0.0)); }
@if(relu) fn activate_with_slope(x: Lanes) -> Activated { return Activated(max(x, Lanes(0.0)), step(Lanes(1e-38), x)); }
@if(softplus) fn activate(x: Part) -> Part { return max(x, Part(0.0)) + log(1.0 + exp(-abs(x))); }
@if(softplus) fn activate_with_slope(x: Lanes) -> Activated { return Activated(activate(x), 1.0 / (1.0 + exp(-x))); }
