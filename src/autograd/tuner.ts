import { AGREEMENT, type Contestant, compare, disagreementOf } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Contest, Verdict } from "../gpu/variants.ts";
import { compile, planKernels } from "./compile.ts";
import { contestantOf } from "./contestant.ts";
import type { Program } from "./program.ts";
import { Tape, type Tensor } from "./tape.ts";

type Outputs = Readonly<Record<string, Tensor>>;

/** Records the work of a contest; the tape it gets has one of the variants forced. */
export type Trial = (tape: Tape) => Outputs;

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
 * Times the variants of a contest on this adapter; one whose results are not the fallback's is left out.
 * @throws KernelError, RangeError or what the device says where one cannot run
 */
async function holdContest(gpu: Gpu, contest: Contest): Promise<Verdict> {
  const contestants: Contestant[] = [];
  const fallback = contest.fallback[gpu.variants.target];
  let expected: Float32Array | null = null;
  try {
    for (const name of [fallback, ...contest.names.filter((other) => other !== fallback)]) {
      const outputs = (contest.trial as Trial)(new Tape(gpu.variants.forcing(contest, name)));
      const program = await compile(gpu, outputs, { merge: false });
      fillInputs(program);
      const contestant = contestantOf(name, program, Object.keys(outputs)[0] as string);
      const result = await contestant.result();
      expected ??= result;
      // A variant that a driver gets wrong must not win, however fast it is.
      if (disagreementOf([expected, result]) <= AGREEMENT) contestants.push(contestant);
      else contestant.destroy();
    }
    const milliseconds = await compare(contestants, SAMPLES, SAMPLE_MS);
    const [[winner] = [fallback]] = [...milliseconds].sort(([, a], [, b]) => a - b);
    return { winner, milliseconds: Object.fromEntries(milliseconds) };
  } finally {
    for (const contestant of contestants) contestant.destroy();
  }
}

/**
 * Holds every contest that the kernels of a program are in and that has no verdict on this adapter yet, and remembers the
 * winners. One that cannot be timed keeps its fallback. Calls take turns: two at once would time each other's work.
 */
export async function decideVariants(gpu: Gpu, record: (tape: Tape) => Outputs): Promise<void> {
  await gpu.variants.exclusively(async () => {
    gpu.variants.open.clear();
    planKernels(record(new Tape(gpu.variants)));
    const open = [...gpu.variants.open.values()];
    for (const contest of open) {
      const verdict = await holdContest(gpu, contest).catch(() => null);
      if (verdict) gpu.variants.decide(contest, verdict);
    }
    if (open.length > 0) await gpu.remember();
  });
}
