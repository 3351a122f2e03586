import type { Random } from "../../lie/stabilisers/stabiliser.ts";

export type Point = readonly [number, number, number];

/** A piece of a surface, from which points are drawn uniformly by area. */
export interface Patch {
  readonly area: number;
  draw(random: Random): Point;
}

const square = (value: number): number => value * value;

/** The parallelogram corner + u a + v b. */
function parallelogram(corner: Point, a: Point, b: Point): Patch {
  const area = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
  return {
    area,
    draw(random) {
      const [u, v] = [random.uniform(), random.uniform()];
      return [corner[0] + u * a[0] + v * b[0], corner[1] + u * a[1] + v * b[1], corner[2] + u * a[2] + v * b[2]];
    },
  };
}

/** The faces of a box with a corner and edges along the axes. */
export function box([x, y, z]: Point, [w, d, h]: Point): Patch[] {
  const [a, b, c]: [Point, Point, Point] = [
    [w, 0, 0],
    [0, d, 0],
    [0, 0, h],
  ];
  return [
    parallelogram([x, y, z], a, b),
    parallelogram([x, y, z + h], a, b),
    parallelogram([x, y, z], a, c),
    parallelogram([x, y + d, z], a, c),
    parallelogram([x, y, z], b, c),
    parallelogram([x + w, y, z], b, c),
  ];
}

/**
 * What turns about z between two rings, each a radius and a height: a cylinder's side, a cone's, a disc. A point's radius is
 * uniform in its square, as the area inside it is.
 */
export function ring([r0, z0]: readonly [number, number], [r1, z1]: readonly [number, number]): Patch {
  return {
    area: Math.PI * (r0 + r1) * Math.hypot(r1 - r0, z1 - z0),
    draw(random) {
      const angle = 2 * Math.PI * random.uniform();
      const u = random.uniform();
      const radius = Math.sqrt(square(r0) + u * (square(r1) - square(r0)));
      const along = r1 === r0 ? u : (radius - r0) / (r1 - r0);
      return [radius * Math.cos(angle), radius * Math.sin(angle), z0 + along * (z1 - z0)];
    },
  };
}

/** A torus about z; the inside of the tube has less area than the outside, as R + r cos v says. */
export function torus(major: number, minor: number): Patch {
  return {
    area: 4 * square(Math.PI) * major * minor,
    draw(random) {
      let v = 2 * Math.PI * random.uniform();
      while (random.uniform() * (major + minor) > major + minor * Math.cos(v)) v = 2 * Math.PI * random.uniform();
      const angle = 2 * Math.PI * random.uniform();
      const radius = major + minor * Math.cos(v);
      return [radius * Math.cos(angle), radius * Math.sin(angle), minor * Math.sin(v)];
    },
  };
}

/** Points of some patches together, uniform by area. */
export function drawSurface(patches: readonly Patch[], count: number, random: Random): Point[] {
  const total = patches.reduce((sum, { area }) => sum + area, 0);
  return Array.from({ length: count }, () => {
    let left = random.uniform() * total;
    const patch = patches.find(({ area }) => {
      left -= area;
      return left < 0;
    });
    return (patch ?? (patches.at(-1) as Patch)).draw(random);
  });
}
