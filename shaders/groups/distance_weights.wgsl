// Distance of two elements, for neighbourhoods: alpha |rotation| + (1 - alpha) |translation| (specification 2.0). Groups
// with one kind of coordinate have it in the first place, and how far apart two orbits are in the second, as published.
const ALPHA = 0.2;
fn weighted(first: f32, second: f32) -> f32 { return ALPHA * first + (1.0 - ALPHA) * second; }
