// Where a thread's lanes read their keys: all the same one, or, with neighbour lists, each its own.
import package::dense::activation::Lanes;

@group(0) @binding(0) var<storage, read> qkv: array<f32>;

@if(!neighbours) alias Keys = u32;
@if(neighbours && lanes4) alias Keys = vec4u;
@if(neighbours && lanes2) alias Keys = vec2u;

// Number `c` behind each lane's place in qkv.
@if(!neighbours) fn column(place: Keys, c: u32) -> Lanes { return Lanes(qkv[place + c]); }
@if(neighbours && lanes4) fn column(place: Keys, c: u32) -> Lanes {
  return Lanes(qkv[place.x + c], qkv[place.y + c], qkv[place.z + c], qkv[place.w + c]);
}
@if(neighbours && lanes2) fn column(place: Keys, c: u32) -> Lanes { return Lanes(qkv[place.x + c], qkv[place.y + c]); }
