/** Charged particles in a box: where they are and how fast, n rows of three numbers each. */
export interface ChargedState {
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
}

export interface ChargedOptions {
  readonly dt: number;
  /** Largest component of a force. */
  readonly clip: number;
  /** Elastic walls at plus and minus this; none at 0. */
  readonly box: number;
}

/** What the published data are generated with (neighbours 1.7). */
export const published: ChargedOptions = { dt: 0.001, clip: 100, box: 5 };

/** sum_j q_i q_j (x_i - x_j) / r^3, each component clipped. */
export function chargedForces(positions: Float64Array, charges: ArrayLike<number>, clip: number): Float64Array {
  const count = charges.length;
  const forces = new Float64Array(3 * count);
  const at = (k: number) => positions[k] as number;
  const push = (k: number, by: number) => {
    forces[k] = (forces[k] as number) + by;
  };
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const x = at(3 * i) - at(3 * j);
      const y = at(3 * i + 1) - at(3 * j + 1);
      const z = at(3 * i + 2) - at(3 * j + 2);
      const squared = x * x + y * y + z * z;
      const strength = ((charges[i] as number) * (charges[j] as number)) / (squared * Math.sqrt(squared));
      push(3 * i, strength * x);
      push(3 * i + 1, strength * y);
      push(3 * i + 2, strength * z);
      push(3 * j, -strength * x);
      push(3 * j + 1, -strength * y);
      push(3 * j + 2, -strength * z);
    }
  }
  for (let k = 0; k < forces.length; k++) forces[k] = Math.max(-clip, Math.min(clip, forces[k] as number));
  return forces;
}

/** Particles beyond a wall are where it throws them back to. */
function reflect({ positions, velocities }: ChargedState, box: number): void {
  if (box <= 0) return;
  positions.forEach((x, k) => {
    if (Math.abs(x) <= box) return;
    const side = Math.sign(x);
    positions[k] = side * 2 * box - x;
    velocities[k] = -side * Math.abs(velocities[k] as number);
  });
}

/**
 * States after each of some numbers of steps, rising: the velocity is kicked, then the position drifts (v += dt F, x += dt v),
 * and the walls act, on the start too (neighbours 1.7). Double precision.
 */
export function chargedTrajectory(
  start: ChargedState,
  charges: ArrayLike<number>,
  { dt, clip, box }: ChargedOptions,
  steps: readonly number[],
): ChargedState[] {
  const state = { positions: Float64Array.from(start.positions), velocities: Float64Array.from(start.velocities) };
  const { positions, velocities } = state;
  reflect(state, box);
  const kept: ChargedState[] = [];
  let taken = 0;
  for (const step of steps) {
    for (; taken < step; taken++) {
      const forces = chargedForces(positions, charges, clip);
      for (let k = 0; k < positions.length; k++) {
        velocities[k] = (velocities[k] as number) + dt * (forces[k] as number);
        positions[k] = (positions[k] as number) + dt * (velocities[k] as number);
      }
      reflect(state, box);
    }
    kept.push({ positions: positions.slice(), velocities: velocities.slice() });
  }
  return kept;
}

/** Kinetic and potential energy of unit masses. */
export function chargedEnergy({ positions, velocities }: ChargedState, charges: ArrayLike<number>) {
  let potential = 0;
  for (let i = 0; i < charges.length; i++) {
    for (let j = 0; j < i; j++) {
      const r = Math.hypot(
        ...[0, 1, 2].map((c) => (positions[3 * i + c] as number) - (positions[3 * j + c] as number)),
      );
      potential += ((charges[i] as number) * (charges[j] as number)) / r;
    }
  }
  return { kinetic: velocities.reduce((sum, v) => sum + 0.5 * v * v, 0), potential };
}
