// Writes public/data/outlines.csv, a set of labelled clouds to try and to copy: `node scripts/outlines.mjs`.
import { mkdirSync, writeFileSync } from "node:fs";

const CLOUDS = 300;
const POINTS = 12;

/** A place on an outline of radius one, by its share of the way round. */
const polygon = (sides) => (share) => {
  const corner = (k) => [Math.cos((2 * Math.PI * k) / sides), Math.sin((2 * Math.PI * k) / sides)];
  const [side, along] = [Math.floor(share * sides), (share * sides) % 1];
  const [a, b] = [corner(side), corner(side + 1)];
  return [0, 1].map((axis) => a[axis] + along * (b[axis] - a[axis]));
};
const outlines = {
  circle: (share) => [Math.cos(2 * Math.PI * share), Math.sin(2 * Math.PI * share)],
  square: polygon(4),
  triangle: polygon(3),
};

let state = 1;
/** A linear congruential generator (Numerical Recipes): the same file whenever it is written. */
const random = () => {
  state = (1664525 * state + 1013904223) % 2 ** 32;
  return state / 2 ** 32;
};

const lines = ["cloud,label,x,y"];
for (let cloud = 0; cloud < CLOUDS; cloud++) {
  const [label, outline] = Object.entries(outlines)[cloud % 3];
  const count = POINTS - Math.floor(4 * random());
  const size = 0.7 + 0.3 * random();
  const phase = random();
  for (let k = 0; k < count; k++) {
    const place = outline((k / count + phase) % 1).map((value) => size * value + 0.04 * (random() - 0.5));
    lines.push([cloud, label, ...place.map((value) => value.toFixed(3))].join());
  }
}
mkdirSync("public/data", { recursive: true });
writeFileSync("public/data/outlines.csv", `${lines.join("\n")}\n`);
