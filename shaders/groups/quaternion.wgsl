// Unit quaternions as vec4f(w, x, y, z).
import package::groups::trigonometry::angle_of;

fn conjugate(q: vec4f) -> vec4f { return vec4f(q.x, -q.yzw); }

fn multiply(p: vec4f, q: vec4f) -> vec4f {
  return vec4f(p.x * q.x - dot(p.yzw, q.yzw), p.x * q.yzw + q.x * p.yzw + cross(p.yzw, q.yzw));
}

// v + 2 w (u x v) + 2 u x (u x v), u the vector part.
fn rotate(q: vec4f, v: vec3f) -> vec3f {
  let turned = cross(q.yzw, v);
  return v + 2.0 * (q.x * turned + cross(q.yzw, turned));
}

// The one of q and -q, the same rotation, with w >= 0.
fn canonical(q: vec4f) -> vec4f { return select(q, -q, q.x < 0.0); }

// Rotation vector, angle in [0, pi + 0.007]: 2 atan2(|v|, w) v / |v| after w >= 0 (specification 2.8), accurate
// everywhere; at pi the sign is a convention, kept by a seam as in the plane, so that the exact half turns between
// samples of one point do not flip with the rounding. Near the identity 2 v, the next term being |v|^2 / 6 of it.
fn rotation_vector(quaternion: vec4f) -> vec3f {
  let q = select(quaternion, -quaternion, quaternion.x < -0.0035);
  let size = length(q.yzw);
  let near = size < 1e-4;
  return q.yzw * select(2.0 * angle_of(q.x, size) / select(size, 1.0, near), 2.0, near);
}

// exp of a rotation vector; sin(x/2)/x by its series below 0.1, where the first omitted term is under 1e-10.
fn from_rotation_vector(w: vec3f, half: vec2f) -> vec4f {
  let square = dot(w, w);
  let near = square < 0.01;
  let size = sqrt(select(square, 1.0, near));
  let factor = select(half.y / size, 0.5 - square / 48.0 + square * square / 3840.0, near);
  return vec4f(half.x, factor * w);
}
