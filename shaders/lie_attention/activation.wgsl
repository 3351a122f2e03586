// The location net's activation for four pairs at once: its value, and value with slope for the backward pass.

struct Activated { value: vec4f, slope: vec4f }

@if(swish) fn activate(x: vec4f) -> vec4f { return x * (1.0 / (1.0 + exp(-x))); }
@if(swish) fn activate_with_slope(x: vec4f) -> Activated {
  let s = 1.0 / (1.0 + exp(-x));
  let y = x * s;
  return Activated(y, s + y * (1.0 - s));
}
@if(relu) fn activate(x: vec4f) -> vec4f { return max(x, vec4f(0.0)); }
@if(relu) fn activate_with_slope(x: vec4f) -> Activated { return Activated(max(x, vec4f(0.0)), step(vec4f(1e-38), x)); }
@if(softplus) fn activate(x: vec4f) -> vec4f { return max(x, vec4f(0.0)) + log(1.0 + exp(-abs(x))); }
@if(softplus) fn activate_with_slope(x: vec4f) -> Activated { return Activated(activate(x), 1.0 / (1.0 + exp(-x))); }
