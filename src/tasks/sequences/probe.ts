import { compile } from "../../autograd/compile.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { drawSequence, type TokenSequence } from "./data.ts";
import { classified } from "./network.ts";

/** A test sequence that a visitor looks at. */
export interface SequenceRequest {
  readonly task: "sequences";
  readonly index: number;
  /** Whose weights are wanted, from 1; a network of fewer gives its last. */
  readonly layer: number;
  readonly head: number;
}

/** Weights of a head, a row a position. */
export interface AttentionMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

interface SequenceAnswer {
  /** Of the classes. */
  readonly probabilities: readonly number[];
  /** Null of sequences too long to be drawn. */
  readonly attention: AttentionMatrix | null;
}

export interface SequenceProbe {
  readonly task: "sequences";
  readonly request: SequenceRequest;
  readonly sequence: TokenSequence;
  /** One an entrant. */
  readonly models: readonly SequenceAnswer[];
}

/** Longest sequence whose weights are read back: of a longer one they are too many to be seen. */
const LONGEST = 256;

async function compiled(gpu: Gpu, { config, parameters }: Trained): Promise<Program> {
  const tape = new Tape(gpu.variants);
  const { output, attention } = classified(tape, config, parameters.record(tape), 1);
  const outputs: Record<string, Tensor> = { probabilities: softmax(output) };
  if (config.positions <= LONGEST) {
    attention.forEach((own, l) => {
      outputs[`attention ${l}`] = own;
    });
  }
  return compile(gpu, outputs);
}

/** What all networks say of a sequence. */
export async function openSequenceProbe(
  gpu: Gpu,
  trained: readonly Trained[],
): Promise<LookProgram<SequenceRequest, SequenceProbe>> {
  const programs = await allOrNone(trained.map((own) => compiled(gpu, own)));
  const { config } = trained[0] as Trained;
  return {
    async run(request) {
      const sequence = drawSequence(config, "test", request.index % config.tests);
      const models = await Promise.all(
        programs.map(async (program, k): Promise<SequenceAnswer> => {
          const { heads, layers, positions } = (trained[k] as Trained).config;
          program.write("tokens", sequence.tokens);
          program.run();
          const found = await program.read(...program.outputNames);
          const all = found[`attention ${Math.min(request.layer, layers) - 1}`];
          const size = (all?.length ?? 0) / heads;
          const h = Math.min(request.head, heads) - 1;
          return {
            probabilities: Array.from(found.probabilities as Float32Array),
            attention: all
              ? { rows: positions, columns: size / positions, values: all.slice(h * size, (h + 1) * size) }
              : null,
          };
        }),
      );
      return { task: "sequences", request, sequence, models };
    },
    destroy() {
      for (const program of programs) program.destroy();
    },
  };
}
