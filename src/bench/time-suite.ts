import { candidateOf } from "../autograd/candidate.ts";
import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { multiply } from "../autograd/operations/elementwise.ts";
import { sum } from "../autograd/operations/reduce.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Candidate } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { declareLieSelfAttention, decomposedLieSelfAttention, lieSelfAttention } from "../nn/lie-self-attention.ts";
import { ParameterLayout, Parameters } from "../nn/parameters.ts";
import type { LieSelfAttentionOptions } from "../nn/terms/term.ts";
import { onTheLine } from "../nn/time/event-network.ts";
import { RandomStream } from "../random/random-stream.ts";
import { sideBySide } from "./side-by-side.ts";
import type { Outcome } from "./suite.ts";

/** Sequences of so many events: those of the badges' preset, and longer ones. */
const SIZES = [
  { batch: 16, events: 48 },
  { batch: 4, events: 256 },
  { batch: 1, events: 1024 },
] as const;

const layerOf = (location: "bochner" | "net"): LieSelfAttentionOptions => ({
  ...onTheLine,
  width: 32,
  heads: 2,
  hidden: 12,
  embed: 0,
  content: "dot",
  location,
  combine: "sum",
  normalise: "softmax",
  activation: "swish",
  causal: true,
  kernelSize: { frequencies: 8, harmonics: 1, shortest: 1, longest: 700 },
});

/** One causal layer of attention over events, with gradients of features and weights, fused and decomposed. */
export async function* timeSuite(gpu: Gpu): AsyncGenerator<Outcome> {
  for (const { batch, events } of SIZES) {
    for (const location of ["bochner", "net"] as const) {
      const options = layerOf(location);
      const layout = new ParameterLayout();
      declareLieSelfAttention(layout, "", options);
      const parameters = new Parameters(gpu.device, layout);
      const uniform = new RandomStream(0, "time bench weights");
      parameters.initialise(() => () => uniform.uniform());
      const candidates: Candidate[] = [];
      const bytes: number[] = [];
      for (const form of ["fused", "decomposed"] as const) {
        const random = new RandomStream(0, "time bench");
        const tape = new Tape(gpu.variants);
        const weights = parameters.record(tape);
        const features = tape.input("features", [batch, events, options.width]);
        const elements = tape.input("times", [batch, events, 1]);
        const mask = tape.constant(new Array(batch * events).fill(1), [batch, events]);
        const inputs = { features, elements, mask };
        const output =
          form === "fused"
            ? lieSelfAttention(weights, "", options, inputs)
            : decomposedLieSelfAttention(weights, "", options, inputs).output;
        const found: Record<string, Tensor> = { output };
        const loss = sum(multiply(output, output));
        gradients(loss, [features, ...weights.values()]).forEach((gradient, k) => {
          found[`gradient ${k}`] = gradient;
        });
        const program = await compile(gpu, found);
        const normals = (size: number, scale: number) =>
          Float32Array.from({ length: size }, () => scale * random.normal());
        program.write("features", normals(features.size, 1));
        program.write("times", normals(elements.size, 100));
        bytes.push(program.bytes);
        candidates.push(candidateOf(form, program, "gradient 0"));
      }
      const { medians, disagreement } = await sideBySide(candidates, [], () => {});
      for (const { destroy } of candidates) destroy();
      parameters.destroy();
      const milliseconds = candidates.map(({ name }) => medians.get(name) as number);
      const [fused = 0] = milliseconds;
      yield {
        report: { suite: "time", adapter: gpu.adapterName, batch, events, location, milliseconds, bytes, disagreement },
        table: {
          title: `One causal layer over events, ${location}, forward + backward; B ${batch}, ${events} events`,
          columns: ["ms", "times fused", "buffers, MiB"],
          rows: candidates.map(({ name }, k) => ({
            name,
            cells: [milliseconds[k] as number, (milliseconds[k] as number) / fused, (bytes[k] as number) / 2 ** 20],
          })),
          note: `Largest difference between gradients of features: ${disagreement.toExponential(1)} of the largest entry.`,
        },
      };
    }
  }
}
