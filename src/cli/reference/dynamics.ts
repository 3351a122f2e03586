import { compile } from "../../autograd/compile.ts";
import { concat } from "../../autograd/operations/concat.ts";
import { add, divide, multiply, scale, square, subtract } from "../../autograd/operations/elementwise.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { mean, sum } from "../../autograd/operations/reduce.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import type { Gpu } from "../../gpu/device.ts";
import { type RungeKutta, rollOut, rungeKutta } from "../../integrators/runge-kutta.ts";
import type { Group } from "../../lie/group.ts";
import {
  hamiltonianField,
  kineticEnergy,
  learnedPotential,
  type PhasePoint,
  type Potential,
  phaseSpace,
  trajectoryOf,
} from "../../nn/hamiltonian.ts";
import { declareLieTransformer } from "../../nn/lie-transformer.ts";
import { asInput, type Case, Comparison, compareRecorded, liftCase, modelOptions, type Outcome } from "./golden.ts";

const DIMENSION = 2;

/** Gradients through a roll-out are allowed ten times the tolerance of the rest (tests/reference/README.md). */
const ROLL_OUT_SLACK = 10;

/** States [B, 4n] as positions and momenta [B, n, 2]. */
function phasePointOf(state: Tensor): PhasePoint {
  const [batch, size] = state.shape as [number, number];
  const part = (k: number) => reshape(slice(state, 1, (k * size) / 2, ((k + 1) * size) / 2), [batch, -1, DIMENSION]);
  return { q: part(0), p: part(1) };
}

const stepOf = ({ data }: { data: number[] }): number => (data[1] as number) - (data[0] as number);

const flatOf = ({ q, p }: PhasePoint): Tensor => {
  const batch = q.shape[0] as number;
  return concat([reshape(q, [batch, -1]), reshape(p, [batch, -1])], 1);
};

/** Springs between all pairs on the tape: 1/2 sum over ordered pairs of k_i k_j |q_i - q_j|^2 (specification 8.1). */
const springs =
  (stiffness: Tensor): Potential =>
  (q) => {
    const [batch, count] = q.shape as [number, number, number];
    const rows = reshape(q, [batch, count, 1, DIMENSION]);
    const columns = reshape(q, [batch, 1, count, DIMENSION]);
    const products = multiply(reshape(stiffness, [batch, count, 1, 1]), reshape(stiffness, [batch, 1, count, 1]));
    return reshape(scale(sum(multiply(products, square(subtract(rows, columns))), [1, 2, 3]), 0.5), [batch]);
  };

export async function runSprings(gpu: Gpu, { inputs, outputs }: Case): Promise<Outcome> {
  const tape = new Tape(gpu.variants);
  const start = phasePointOf(asInput(tape, inputs.state));
  const [batch, count] = inputs.masses.shape as [number, number];
  const masses = tape.constant(inputs.masses.data, [batch, count, 1]);
  const potential = springs(asInput(tape, inputs.stiffness));
  const field = hamiltonianField(potential, masses);
  const slope = field(start);
  const steps = inputs.times.data.length - 1;
  const trajectory = (rule: RungeKutta) =>
    rollOut(rungeKutta(rule, phaseSpace, field), start, stepOf(inputs.times), steps);
  const along = trajectory("three-eighths");
  const energies = along.map((state) => reshape(add(kineticEnergy(state, masses), potential(state.q)), [batch, 1]));
  const results: Record<string, Tensor> = {
    energy: add(kineticEnergy(start, masses), potential(start.q)),
    kinetic: kineticEnergy(start, masses),
    potential: potential(start.q),
    field: flatOf(slope),
    energy_gradient: flatOf({ q: scale(slope.p, -1), p: divide(start.p, masses) }),
    trajectory_three_eighths: trajectoryOf(along),
    energy_along: concat(energies, 1),
    trajectory_classic: trajectoryOf(trajectory("classic")),
  };
  const program = await compile(gpu, results, { merge: false });
  program.run();
  const got = await program.read(...Object.keys(results));
  program.destroy();
  const comparison = new Comparison();
  for (const name of Object.keys(results)) comparison.compare(name, got[name] as Float32Array, outputs[name].data);
  return comparison.outcome();
}

export async function runLearned(gpu: Gpu, test: Case, group: Group): Promise<Outcome> {
  const { inputs, outputs, samples } = test;
  const options = modelOptions(test, group, 2, 1);
  return compareRecorded(
    gpu,
    { params: test.params, gradients: test.gradients.params },
    (layout) => declareLieTransformer(layout, options),
    (tape, stored) => {
      const [batch, count] = inputs.masses.shape as [number, number];
      const column = ({ data }: { data: number[] }) => tape.constant(data, [batch, count, 1]);
      const masses = column(inputs.masses);
      const state = asInput(tape, inputs.state);
      const start = phasePointOf(state);
      const potential = learnedPotential(stored, options, {
        features: concat([masses, column(inputs.stiffness)], 2),
        lift: (q) => liftCase(group, q, inputs, samples),
      });
      const field = hamiltonianField(potential, masses);
      const step = rungeKutta("three-eighths", phaseSpace, field);
      const prediction = trajectoryOf(rollOut(step, start, stepOf(inputs.times), inputs.times.data.length - 1));
      const loss = mean(square(subtract(prediction, asInput(tape, inputs.target))));
      return {
        loss,
        outputs: {
          energy: { tensor: add(kineticEnergy(start, masses), potential(start.q)), expected: outputs.energy.data },
          field: { tensor: flatOf(field(start)), expected: outputs.field.data },
          prediction: { tensor: prediction, expected: outputs.prediction.data },
          loss: { tensor: loss, expected: [test.loss] },
        },
        wrt: { state: { tensor: state, expected: test.gradients.state.data } },
      };
    },
    ROLL_OUT_SLACK,
  );
}
