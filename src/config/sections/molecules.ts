import { targetNames } from "../../molecules/targets.ts";
import { choice, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Task";
export const when = { task: ["molecules"] };

/** Training molecules of each extent of the data. */
const TRAINING = { sample: 8000, full: 100_000 } as const;

export const fields = {
  target: choice(
    ["Property", "Which of QM9's twelve properties is learned; energies are less the free atoms'."],
    targetNames,
    "alpha",
  ),
  molecules: choice(
    ["Molecules", "sample: 10 000 of QM9 at random, 1.4 MB; full: all 130 831 with the published split, 19 MB."],
    ["sample", "full"],
    "sample",
  ),
  train: whole(
    ["Training molecules", "How many of the training split are learned from; the rest is left aside."],
    100,
    100_000,
    8000,
  ),
  atoms: choice(
    ["Atom features", "Which element an atom is: onehot alone, or times 1, Z/9 and (Z/9)² (charges), as published."],
    ["charges", "onehot"],
    "charges",
  ),
  references: choice(
    [
      "References",
      "What is taken off before the network learns the rest: the free atoms' energies (atoms), as published, or a least-squares fit on how many atoms of each element there are (counts).",
    ],
    ["atoms", "counts"],
    "counts",
  ),
  standard: choice(
    [
      "Standardised by",
      "Mean and standard deviation, or median and median absolute deviation, of the training molecules.",
    ],
    ["deviation", "mad"],
    "deviation",
  ),
  centre: choice(
    ["Centred on", "The origin: the mean of the atoms, or the centre of mass. Groups without shifts see it."],
    ["mean", "mass"],
    "mean",
  ),
  augmented: choice(
    [
      "Augmentation",
      "Motions applied to every training molecule: none, a random rotation, or a shift of half an angstrom and then a rotation, as published.",
    ],
    ["none", "rotations", "motions"],
    "none",
  ),
  buckets: whole(
    [
      "Padded sizes",
      "Molecules of like size share a batch, which is padded to one of so many sizes: less time is spent on absent atoms, more on compiling.",
    ],
    1,
    4,
    2,
  ),
} as const;

export function conflicts({ molecules, train }: Config): Conflict[] {
  const most = TRAINING[molecules];
  if (train <= most) return [];
  return [{ reason: `the ${molecules} has ${most} training molecules, not ${train}`, fix: { train: most } }];
}
