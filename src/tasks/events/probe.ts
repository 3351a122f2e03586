import { compile } from "../../autograd/compile.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape, type Tensor } from "../../autograd/tape.ts";
import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import { eventModelOf } from "../models/registry.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { sequenceBatch } from "./batch.ts";
import { COUNT, shownGaps } from "./gaps.ts";
import { type Turn, turned } from "./moved.ts";
import { kindsOf, nextKinds } from "./network.ts";
import { type Sequence, sourceOf } from "./source.ts";

/** A test sequence that a visitor looks at, by how much its clock is shifted and how its globe is turned. */
export interface EventRequest extends Turn {
  readonly task: "events";
  readonly shift: number;
}

interface EventAnswer {
  /** Of the next kind at every event: [n][kinds]. */
  readonly probabilities: readonly (readonly number[])[];
  /** Largest change of a probability when all times are shifted and all places turned. */
  readonly change: number;
  /** What each event attends to, [layers][heads][n n]. */
  readonly attention: readonly (readonly Float32Array[])[];
  /** Scores of the time between two events at `gaps`, a curve a layer and head; none where it sees no times. */
  readonly kernels: readonly (readonly number[])[];
  /** Periods of the kernels' waves, and how much of each there is. */
  readonly spectrum: readonly { readonly period: number; readonly amount: number }[];
}

export interface EventProbe {
  readonly task: "events";
  readonly request: EventRequest;
  readonly sequence: Sequence;
  readonly names: readonly string[];
  readonly gaps: readonly number[];
  /** One an entrant. */
  readonly models: readonly EventAnswer[];
}

/** The sequence, and the same with its clock shifted and its globe turned. */
const PAIR = 2;

async function compiled(gpu: Gpu, { config, parameters }: Trained, gaps: readonly number[]): Promise<Program> {
  const tape = new Tape(gpu.variants);
  const weights = parameters.record(tape);
  const { output, attention } = nextKinds(tape, config, weights, PAIR);
  const outputs: Record<string, Tensor> = { probabilities: softmax(output) };
  attention.forEach((own, l) => {
    outputs[`attention ${l}`] = own;
  });
  const model = eventModelOf(config);
  const kernels = model.kernels(weights, config, kindsOf(config), tape.constant(gaps, [COUNT]));
  if (kernels) outputs.kernels = kernels;
  const spectrum = model.spectrum(weights, config);
  if (spectrum) {
    outputs.rates = spectrum.rates;
    outputs.amounts = spectrum.amounts;
  }
  return compile(gpu, outputs);
}

/** Of weights [B, N, N, H] of the first, those among its first n: [heads][n n]. */
function mapsOf(weights: Float32Array, history: number, n: number, heads: number): Float32Array[] {
  return Array.from({ length: heads }, (_, h) =>
    Float32Array.from(
      { length: n * n },
      (__, k) => weights[(Math.floor(k / n) * history + (k % n)) * heads + h] as number,
    ),
  );
}

function answerOf(config: Config, found: Readonly<Record<string, Float32Array>>, n: number): EventAnswer {
  const { history, heads, layers } = config;
  const kinds = kindsOf(config);
  const probabilities = found.probabilities as Float32Array;
  const half = probabilities.length / PAIR;
  let change = 0;
  for (let k = 0; k < n * kinds; k++) {
    change = Math.max(change, Math.abs((probabilities[k] as number) - (probabilities[half + k] as number)));
  }
  const curves = found.kernels ?? new Float32Array();
  return {
    probabilities: Array.from({ length: n }, (_, k) => Array.from(probabilities.subarray(k * kinds, (k + 1) * kinds))),
    change,
    attention: Array.from({ length: layers }, (_, l) =>
      mapsOf(found[`attention ${l}`] as Float32Array, history, n, heads),
    ),
    kernels: Array.from({ length: curves.length / COUNT }, (_, c) =>
      Array.from(curves.subarray(c * COUNT, (c + 1) * COUNT)),
    ),
    // A constant never comes back.
    spectrum: Array.from(found.rates ?? [], (rate, k) => ({
      period: 1 / rate,
      amount: found.amounts?.[k] as number,
    })).filter(({ period }) => Number.isFinite(period)),
  };
}

/** What all networks say of a sequence's events, and of the same at another time of the clock, on a turned globe. */
export async function openEventProbe(
  gpu: Gpu,
  trained: readonly Trained[],
): Promise<LookProgram<EventRequest, EventProbe>> {
  const { config } = trained[0] as Trained;
  const gaps = shownGaps(eventSources[config.events].span);
  const programs = await allOrNone(trained.map((own) => compiled(gpu, own, gaps)));
  return {
    async run(request) {
      const source = sourceOf(config);
      const sequence = source.sequence(config, "test", request.index % config.tests);
      const n = Math.min(config.history, sequence.types.length - 1);
      const models = await Promise.all(
        programs.map(async (program, k) => {
          const own = (trained[k] as Trained).config;
          const given = sequenceBatch(own, [sequence]);
          const moved = sequenceBatch(own, [turned(sequence, own, request)], request.shift);
          for (const name of ["types", "times", "query", "mask", ...(given.places ? ["places", "frames"] : [])]) {
            program.write(name, Float32Array.from([...(given[name] ?? []), ...(moved[name] ?? [])]));
          }
          program.run();
          return answerOf(own, await program.read(...program.outputNames), n);
        }),
      );
      return { task: "events", request, sequence, names: source.names(), gaps, models };
    },
    destroy() {
      for (const program of programs) program.destroy();
    },
  };
}
