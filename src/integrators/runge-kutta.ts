/** What an integrator must do with a state: a weighted sum of states. Numbers and tape tensors each bring their own. */
export interface StateSpace<State> {
  combine(terms: readonly (readonly [weight: number, state: State])[]): State;
}

/** dz/dt at a state. */
export type Field<State> = (state: State) => State;

/** One step of length h. */
export type Step<State> = (state: State, h: number) => State;

/** An explicit Runge-Kutta method: stage weights by row, then the weights of the stages in the step. */
interface Tableau {
  readonly stages: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

const tableaus = {
  /** Kutta's 3/8 rule, "rk4" of the published code (specification 8.2). */
  "three-eighths": { stages: [[], [1 / 3], [-1 / 3, 1], [1, -1, 1]], weights: [1 / 8, 3 / 8, 3 / 8, 1 / 8] },
  /** The classical fourth-order rule. */
  classic: { stages: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]], weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6] },
} satisfies Record<string, Tableau>;

export type RungeKutta = keyof typeof tableaus;

export function rungeKutta<State>(rule: RungeKutta, space: StateSpace<State>, field: Field<State>): Step<State> {
  const { stages, weights }: Tableau = tableaus[rule];
  return (state, h) => {
    const slopes: State[] = [];
    const moved = (row: readonly number[]): State => {
      const terms = row.flatMap((weight, k) => (weight === 0 ? [] : [[h * weight, slopes[k] as State] as const]));
      return terms.length === 0 ? state : space.combine([[1, state], ...terms]);
    };
    for (const row of stages) slopes.push(field(moved(row)));
    return moved(weights);
  };
}

/**
 * Leapfrog for a Hamiltonian T(p) + V(q), as kick, drift, kick: symplectic and reversible, of second order.
 * @param kick dp/dt of a state, its other components zero
 * @param drift dq/dt of a state, its other components zero
 */
export function leapfrog<State>(space: StateSpace<State>, kick: Field<State>, drift: Field<State>): Step<State> {
  return (state, h) => {
    const half = space.combine([
      [1, state],
      [h / 2, kick(state)],
    ]);
    const moved = space.combine([
      [1, half],
      [h, drift(half)],
    ]);
    return space.combine([
      [1, moved],
      [h / 2, kick(moved)],
    ]);
  };
}

/** The states at the beginning and after each of `steps` steps. */
export function rollOut<State>(step: Step<State>, start: State, h: number, steps: number): State[] {
  const states = [start];
  for (let k = 0; k < steps; k++) states.push(step(states[k] as State, h));
  return states;
}
