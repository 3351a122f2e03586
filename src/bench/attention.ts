import { candidateOf } from "../autograd/candidate.ts";
import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { multiply } from "../autograd/operations/elementwise.ts";
import { lift } from "../autograd/operations/lift.ts";
import { nearestElements } from "../autograd/operations/nearest.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Program } from "../autograd/program.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Candidate } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import type { Group } from "../lie/group.ts";
import {
  declareLieSelfAttention,
  decomposedLieSelfAttention,
  lieSelfAttention,
  mlpKernel,
} from "../nn/lie-self-attention.ts";
import { ParameterLayout, Parameters } from "../nn/parameters.ts";
import type { LieSelfAttentionOptions } from "../nn/terms/term.ts";
import { RandomStream } from "../random/random-stream.ts";

/** Sizes of one layer: batch B, points N, heads H, width C, hidden width K of the location nets. */
export interface AttentionSizes {
  readonly batch: number;
  readonly points: number;
  readonly heads: number;
  readonly width: number;
  readonly kernel: number;
  /** Nearest elements that each one attends to; all where left out. */
  readonly neighbours?: number;
}

type Form = "fused" | "decomposed";
export type Pass = "forward" | "forwardBackward";

/** The same inputs for every candidate, flat and row-major. */
export interface AttentionData {
  readonly points: Float32Array<ArrayBuffer>;
  readonly stabiliser: Float32Array<ArrayBuffer>;
  readonly features: Float32Array<ArrayBuffer>;
  readonly cotangent: Float32Array<ArrayBuffer>;
  /** Table of a layer over neighbours. */
  readonly neighbours?: Float32Array<ArrayBuffer>;
  /** By the names of `declareLieSelfAttention`. */
  readonly parameters: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

const optionsOf = ({ heads, width, kernel }: AttentionSizes, group: Group): LieSelfAttentionOptions => ({
  group,
  samples: 1,
  heads,
  width,
  hidden: kernel,
  ...mlpKernel,
  normalise: "softmax",
  activation: "swish",
});

function layoutOf(sizes: AttentionSizes, group: Group): ParameterLayout {
  const layout = new ParameterLayout();
  declareLieSelfAttention(layout, "", optionsOf(sizes, group));
  return layout;
}

export function drawData(sizes: AttentionSizes, group: Group): AttentionData {
  const { batch, points, width } = sizes;
  const normals = (purpose: string, count: number, scale = 1) => {
    const random = new RandomStream(0, `bench ${purpose}`);
    return Float32Array.from({ length: count }, () => scale * random.normal());
  };
  return {
    points: normals("points", batch * points * 2),
    stabiliser: normals("stabiliser", batch * points),
    features: normals("features", batch * points * width),
    cotangent: normals("cotangent", batch * points * width),
    parameters: new Map(
      layoutOf(sizes, group).slices.map(({ name, shape, halfWidth }) => [
        name,
        normals(
          name,
          shape.reduce((a, b) => a * b, 1),
          (halfWidth ?? 1) / Math.sqrt(3),
        ),
      ]),
    ),
  };
}

/** One LieSelfAttention layer as a program; backward gives the derivatives of features and of every parameter. */
async function buildLayer(
  gpu: Gpu,
  sizes: AttentionSizes,
  group: Group,
  form: Form,
  pass: Pass,
): Promise<{ program: Program; parameters: Parameters }> {
  const { batch, points, width } = sizes;
  const options = optionsOf(sizes, group);
  const parameters = new Parameters(gpu.device, layoutOf(sizes, group));
  const tape = new Tape(gpu.variants);
  const weights = parameters.record(tape);
  const features = tape.input("features", [batch, points, width]);
  const mask = tape.constant(new Array(batch * points).fill(1), [batch, points]);
  const stabiliser = tape.input("stabiliser", [batch, points, 1]);
  const elements = lift(group, tape.input("points", [batch, points, 2]), stabiliser, 1);
  const { neighbours: count } = sizes;
  const neighbours = count ? tape.input("neighbours", [batch, points, count]) : undefined;
  const inputs = { features, elements, mask, neighbours };
  const output =
    form === "fused"
      ? lieSelfAttention(weights, "", options, inputs)
      : decomposedLieSelfAttention(weights, "", options, inputs).output;
  const results: Record<string, Tensor> = { output };
  if (pass === "forwardBackward") {
    const loss = sum(multiply(output, tape.input("cotangent", [batch, points, width])));
    gradients(loss, [features, ...weights.values()]).forEach((tensor, k) => {
      results[`gradient ${k}`] = tensor;
    });
  }
  return { program: await compile(gpu, results), parameters };
}

/** The search for each element's neighbours: once a forward pass, shared by all layers. */
export async function neighbourSearch(
  gpu: Gpu,
  sizes: AttentionSizes & { readonly neighbours: number },
  group: Group,
  data: AttentionData,
): Promise<Candidate> {
  const { batch, points, neighbours: count } = sizes;
  const tape = new Tape(gpu.variants);
  const stabiliser = tape.input("stabiliser", [batch, points, 1]);
  const elements = lift(group, tape.input("points", [batch, points, 2]), stabiliser, 1);
  const mask = tape.constant(new Array(batch * points).fill(1), [batch, points]);
  const table = nearestElements(group, elements, mask, { samples: 1, count });
  const program = await compile(gpu, { table });
  for (const name of ["points", "stabiliser"] as const) program.write(name, data[name]);
  return candidateOf("search", program, "table");
}

/** A form of our layer, ready to be timed. @throws RangeError where it does not fit the adapter */
export async function ourCandidate(
  gpu: Gpu,
  sizes: AttentionSizes,
  group: Group,
  data: AttentionData,
  form: Form,
  pass: Pass,
): Promise<Candidate & { readonly bytes: number }> {
  const { program, parameters } = await buildLayer(gpu, sizes, group, form, pass);
  parameters.write(parameters.pack(data.parameters));
  if (data.neighbours) program.write("neighbours", data.neighbours);
  for (const name of ["points", "stabiliser", "features", "cotangent"] as const) program.write(name, data[name]);
  const candidate = candidateOf(`${form} ${pass}`, program, pass === "forward" ? "output" : "gradient 0");
  return {
    ...candidate,
    bytes: program.bytes,
    destroy() {
      program.destroy();
      parameters.destroy();
    },
  };
}
