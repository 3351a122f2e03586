import { AGREEMENT, type Candidate, compare, disagreementOf } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Measurement, Tunable } from "../gpu/variants.ts";
import { candidateOf } from "./candidate.ts";
import { compile, planKernels } from "./compile.ts";
import type { Program } from "./program.ts";
import { Tape, type Tensor } from "./tape.ts";

type Outputs = Readonly<Record<string, Tensor>>;

/** Records the work to time; the tape it gets has one of the variants forced. */
export type Workload = (tape: Tape) => Outputs;

const SAMPLES = 5;
/** Long enough for a browser's coarse clock, short enough to time a network's kernels in a second on a GPU. */
const SAMPLE_MS = 10;

/** Inputs need numbers that are neither zero nor denormal: arithmetic on those has other costs. */
function fillInputs(program: Program): void {
  for (const { name, size } of program.inputs) {
    program.write(
      name,
      Float32Array.from({ length: size }, (_, k) => Math.sin(1 + k)),
    );
  }
}

/**
 * Times the variants of a kernel on this adapter; one whose results are not the fallback's is left out.
 * @throws KernelError, RangeError or what the device says where one cannot run
 */
async function measureCandidates(gpu: Gpu, tunable: Tunable): Promise<Measurement> {
  const candidates: Candidate[] = [];
  const fallback = tunable.fallback[gpu.variants.target];
  let expected: Float32Array | null = null;
  try {
    for (const name of [fallback, ...tunable.names.filter((other) => other !== fallback)]) {
      const outputs = (tunable.workload as Workload)(new Tape(gpu.variants.forcing(tunable, name)));
      const program = await compile(gpu, outputs, { merge: false });
      fillInputs(program);
      const candidate = candidateOf(name, program, Object.keys(outputs)[0] as string);
      const result = await candidate.result();
      expected ??= result;
      // A variant that a driver gets wrong must not win, however fast it is.
      if (disagreementOf([expected, result]) <= AGREEMENT) candidates.push(candidate);
      else candidate.destroy();
    }
    const milliseconds = await compare(candidates, SAMPLES, SAMPLE_MS);
    const [[winner] = [fallback]] = [...milliseconds].sort(([, a], [, b]) => a - b);
    return { winner, milliseconds: Object.fromEntries(milliseconds) };
  } finally {
    for (const candidate of candidates) candidate.destroy();
  }
}

/**
 * Times the variants of every kernel of a program that have not been measured on this adapter yet, and remembers the
 * winners. A kernel whose variants cannot be timed keeps its fallback. Calls take turns: two at once would time each other's work.
 */
export async function autotune(gpu: Gpu, record: (tape: Tape) => Outputs): Promise<void> {
  await gpu.variants.exclusively(async () => {
    gpu.variants.open.clear();
    planKernels(record(new Tape(gpu.variants)));
    const open = [...gpu.variants.open.values()];
    for (const tunable of open) {
      const measurement = await measureCandidates(gpu, tunable).catch(() => null);
      if (measurement) gpu.variants.decide(tunable, measurement);
    }
    if (open.length > 0) await gpu.remember();
  });
}
