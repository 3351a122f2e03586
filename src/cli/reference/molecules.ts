import { movePoints } from "../../lie/motion.ts";
import type { Quaternion } from "../../lie/quaternion.ts";
import { featureWidth, writeFeatures } from "../../molecules/features.ts";
import { countsOf } from "../../molecules/molecule.ts";
import { storedOf, type TargetName, targets } from "../../molecules/targets.ts";
import { shiftedThenTurned } from "../../tasks/molecules/augmentation.ts";
import { type Case, Comparison, type Outcome } from "./golden.ts";

/** Features, masks and targets of molecules as the source lists them. */
export function runMolecules(test: Case): Outcome {
  const { z, source, mean, std } = test.inputs;
  const [batch, slots] = z.shape as [number, number];
  const width = featureWidth("charges");
  const features = new Float32Array(batch * slots * width);
  const found: number[] = [];
  for (let k = 0; k < batch; k++) {
    const own = Uint8Array.from(z.data.slice(k * slots, (k + 1) * slots)).filter((one) => one > 0);
    writeFeatures("charges", own, features.subarray(k * slots * width, (k + 1) * slots * width));
    test.targets.forEach(({ name }: { name: TargetName }, column: number) => {
      found.push(storedOf(targets[name], source.data[k * test.targets.length + column], countsOf(own)));
    });
  }
  const comparison = new Comparison();
  comparison.compare(
    "mask",
    z.data.map((one: number) => Number(one > 0)),
    test.outputs.mask.data,
  );
  comparison.compare("features", features, test.outputs.features.data);
  comparison.compare("target", found, test.outputs.target.data);
  const standardised = found.map(
    (value, k) => (value - mean.data[k % mean.data.length]) / std.data[k % std.data.length],
  );
  comparison.compare("standardised", standardised, test.outputs.standardised.data);
  return comparison.outcome();
}

/** Shifts and rotations of training molecules. */
export function runAugmentation(test: Case): Outcome {
  const { points, quaternion, shift } = test.inputs;
  const [batch, count] = points.shape as [number, number];
  const moved = Array.from({ length: batch }, (_, k) => {
    const turn = quaternion.data.slice(4 * k, 4 * k + 4) as Quaternion<number>;
    const own = Float32Array.from(points.data.slice(3 * count * k, 3 * count * (k + 1)));
    return Array.from(movePoints(own, shiftedThenTurned(turn, shift.data.slice(3 * k, 3 * k + 3)), 3));
  });
  const comparison = new Comparison();
  comparison.compare("points", moved.flat(), test.outputs.points.data);
  return comparison.outcome();
}
