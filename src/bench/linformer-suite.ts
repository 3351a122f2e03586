import { candidateOf } from "../autograd/candidate.ts";
import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { multiply } from "../autograd/operations/elementwise.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Program } from "../autograd/program.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import { type Candidate, compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { declareLinformerAttention, linformerAttention } from "../nn/linformer/attention.ts";
import type { Projection } from "../nn/linformer/projection.ts";
import { ParameterLayout, Parameters } from "../nn/parameters.ts";
import { RandomStream } from "../random/random-stream.ts";
import type { Outcome } from "./suite.ts";

const SAMPLES = 3;
const SLOTS = 128;
const LENGTHS = [512, 1024, 2048, 4096];
const layerOf = (length: number, projection: Projection["projection"]): Projection => ({
  projection,
  sharing: "headwise",
  length,
  slots: projection === "none" ? length : SLOTS,
  heads: 1,
  width: 32,
});

/** One layer of one sequence, with gradients of features and weights. */
async function layerProgram(gpu: Gpu, options: Projection, parameters: Parameters): Promise<Program> {
  const { length, width } = options;
  const tape = new Tape(gpu.variants);
  const random = new RandomStream(0, "linformer bench");
  const features = tape.input("features", [1, length, width]);
  const weights = parameters.record(tape);
  const mask = tape.constant(new Array(length).fill(1), [1, length]);
  const { output } = linformerAttention(weights, "", options, { features, mask });
  const found: Record<string, Tensor> = { loss: sum(multiply(output, output)) };
  gradients(found.loss as Tensor, [features, ...weights.values()]).forEach((gradient, k) => {
    found[`gradient ${k}`] = gradient;
  });
  const program = await compile(gpu, found);
  program.write(
    "features",
    Float32Array.from({ length: length * width }, () => random.normal()),
  );
  return program;
}

/** Full attention and the Linformer's, over sequences of several lengths, in one run. */
export async function* linformerSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  for (const length of LENGTHS) {
    const candidates: Candidate[] = [];
    const bytes: number[] = [];
    const owners: Parameters[] = [];
    for (const projection of ["none", "learned"] as const) {
      const options = layerOf(length, projection);
      const layout = new ParameterLayout();
      declareLinformerAttention(layout, "", options);
      const parameters = new Parameters(gpu.device, layout);
      const random = new RandomStream(0, "linformer bench weights");
      parameters.initialise(() => () => random.uniform());
      const program = await layerProgram(gpu, options, parameters);
      owners.push(parameters);
      bytes.push(program.bytes);
      candidates.push(candidateOf(projection === "none" ? "full attention" : "Linformer", program, "loss"));
    }
    const found = await compare(candidates, SAMPLES);
    for (const { destroy } of candidates) destroy();
    for (const parameters of owners) parameters.destroy();
    const milliseconds = candidates.map(({ name }) => found.get(name) as number);
    const [full = 0] = milliseconds;
    yield {
      report: { suite: "linformer", adapter: gpu.adapterName, length, slots: SLOTS, milliseconds, bytes },
      table: {
        title: `One layer over ${length} positions, forward + backward; ${SLOTS} slots, width 32, one head`,
        columns: ["ms", "times faster", "buffers, MiB"],
        rows: candidates.map(({ name }, k) => ({
          name,
          cells: [milliseconds[k] as number, full / (milliseconds[k] as number), (bytes[k] as number) / 2 ** 20],
        })),
      },
    };
  }
}
