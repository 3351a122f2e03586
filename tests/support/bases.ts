import { affine } from "../../src/lie/affine.ts";

/** Groups given by generators: name, dimension of space, generators and box. */
export const bases = {
  rotations: ["0,-1,1,0", "-1.5,1.5"],
  similarities: ["0,-1,1,0;1,0,0,1", "-1.4,1.4;-0.6,0.6"],
  shears: ["0,1,0,0", "-2,2"],
  "Lorentz boosts": ["0,1,1,0", "-1,1"],
  "upper triangular": ["1,0,0,0;0,1,0,0;0,0,0,1", "-0.5,0.5;-1,1;-0.5,0.5"],
  "special linear": ["1,0,0,-1;0,1,0,0;0,0,1,0", "-0.4,0.4;-0.4,0.4;-0.4,0.4"],
  "rotations of space": ["0,0,0,0,0,-1,0,1,0;0,0,1,0,0,0,-1,0,0;0,-1,0,1,0,0,0,0,0", "-0.8,0.8;-0.8,0.8;-0.8,0.8"],
  "Lorentz group of 2 + 1": ["0,0,1,0,0,0,1,0,0;0,0,0,0,0,1,0,1,0;0,-1,0,1,0,0,0,0,0", "-0.6,0.6;-0.6,0.6;-1,1"],
} as const;

export const basisGroup = (name: keyof typeof bases) => {
  const [generators, box] = bases[name];
  return affine({ name, generators, box });
};
export const basisNames = Object.keys(bases) as (keyof typeof bases)[];
