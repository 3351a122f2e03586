// Distance of two elements, for neighbourhoods (specification 2.0): how they are turned against each other, and how far
// apart they are.
const TURN = 0.2;
fn weighted(turn: f32, apart: f32) -> f32 { return TURN * turn + (1.0 - TURN) * apart; }
