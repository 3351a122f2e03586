import { candidateOf } from "../autograd/candidate.ts";
import { compile } from "../autograd/compile.ts";
import { scale } from "../autograd/operations/elementwise.ts";
import { type Operation, Tape, type Tensor } from "../autograd/tape.ts";
import { type Candidate, compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Outcome } from "./suite.ts";

const THREADS = 1 << 14;
/** Twelve numbers a thread: enough chains to hide latency, few enough for the sixteen registers of a CPU. */
const CHAINS = 3;
const UNROLLED = 16;
const TURNS = { multiplyAdd: 512, exponential: 32 };
/** Numbers copied: 16 MiB each way. */
const COPIED = 1 << 22;
const SAMPLES = 5;

const arithmetic: Operation<{ readonly exponential: boolean }> = {
  name: "arithmeticRate",
  kernel: (node) => {
    const { exponential } = node.attributes;
    return {
      label: "bench/multiply_add.wgsl",
      module: "bench/multiply_add.wgsl",
      constants: { TURNS: exponential ? TURNS.exponential : TURNS.multiplyAdd, UNROLLED, CHAINS },
      conditions: { exponential },
      workgroups: [THREADS / 64, 1, 1],
    };
  },
};

export interface Peak {
  /** Multiply-adds a second, in units of 10^9. */
  readonly multiplyAdds: number;
  /** What an exponential costs, in multiply-adds. */
  readonly exponential: number;
  /** Bytes a second of an elementwise copy, read and written, in units of 10^9. */
  readonly copy: number;
}

async function candidate(gpu: Gpu, name: string, record: (tape: Tape) => Tensor): Promise<Candidate> {
  const tape = new Tape(gpu.variants);
  const program = await compile(gpu, { out: record(tape) });
  return candidateOf(name, program, "out");
}

/** The adapter's multiply-add rate, the cost of an exponential, and its copy bandwidth, measured on the spot. */
export async function measurePeak(gpu: Gpu): Promise<Peak> {
  const chains = (exponential: boolean) => (tape: Tape) =>
    tape.record(arithmetic, [tape.constant([0.5, 1e-6], [2])], [THREADS], { exponential });
  const candidates = [
    await candidate(gpu, "multiplyAdd", chains(false)),
    await candidate(gpu, "exponential", chains(true)),
    await candidate(gpu, "copy", (tape) => scale(tape.input("x", [COPIED]), 1.5)),
  ];
  const medians = await compare(candidates, SAMPLES);
  for (const each of candidates) each.destroy();
  const seconds = (name: string) => (medians.get(name) as number) / 1000;
  const perTurn = 4 * CHAINS * UNROLLED * THREADS;
  const multiplyAdds = (perTurn * TURNS.multiplyAdd) / seconds("multiplyAdd") / 1e9;
  const exponentials = (perTurn * TURNS.exponential) / seconds("exponential") / 1e9;
  return { multiplyAdds, exponential: multiplyAdds / exponentials, copy: (8 * COPIED) / seconds("copy") / 1e9 };
}

/** What the adapter can do at best. */
export async function* peakSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  const peak = await measurePeak(gpu);
  yield {
    report: { suite: "peak", adapter: gpu.adapterName, ...peak },
    table: {
      title: "The adapter at its best",
      columns: ["figure"],
      rows: [
        { name: "multiply-adds, 10⁹ a second", cells: [peak.multiplyAdds] },
        { name: "one exponential, in multiply-adds", cells: [peak.exponential] },
        { name: "copy, 10⁹ bytes a second", cells: [peak.copy] },
      ],
      note: "Three independent chains of four-vectors a thread; an elementwise copy of 16 MiB.",
    },
  };
}
