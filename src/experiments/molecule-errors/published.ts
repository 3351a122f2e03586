import type { TargetName } from "../../molecules/targets.ts";

const columns: readonly TargetName[] = ["alpha", "gap", "homo", "lumo", "mu", "Cv", "G", "H", "r2", "U", "U0", "zpve"];

/** Published mean absolute errors of the LieTransformer on the test split (specification 7), in the units of `targets`. */
const rows = {
  "T3 none": [0.179, 67, 47, 37, 0.063, 0.046, 27, 29, 0.717, 27, 28, 2.75],
  "T3 motions": [0.082, 51, 33, 27, 0.041, 0.035, 19, 17, 0.448, 16, 17, 2.1],
  "SE3 none": [0.104, 52, 33, 29, 0.061, 0.041, 23, 27, 2.29, 26, 26, 3.55],
  "SE3 motions": [0.105, 52, 33, 29, 0.062, 0.041, 22, 25, 2.31, 24, 25, 3.67],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** What was published for a group and an augmentation; null where nothing was. */
export function publishedError(target: TargetName, group: string, augmented: string): number | null {
  // Shifts change nothing for a group that holds them: rotations alone are what was published.
  const kind = augmented === "rotations" ? "motions" : augmented;
  const row = rows[`${group} ${kind}` as keyof typeof rows];
  return row?.[columns.indexOf(target)] ?? null;
}
