import { candidateOf } from "../autograd/candidate.ts";
import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { multiply } from "../autograd/operations/elementwise.ts";
import { DECOMPOSED } from "../autograd/operations/equivariant-kernel.ts";
import { type KernelOfDegrees, kernelBasisOf } from "../autograd/operations/materialised-kernel.ts";
import { everyOther } from "../autograd/operations/mutual-edges.ts";
import { sum } from "../autograd/operations/reduce.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import type { Candidate } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { Preferring } from "../gpu/variants.ts";
import { ordersOf } from "../lie/irreps/kernel-basis.ts";
import { declareFibreAttention, type FibreAttentionOptions, fibreAttention } from "../nn/fibres/attention.ts";
import { mutualEdges } from "../nn/fibres/edges.ts";
import { evenFibre } from "../nn/fibres/fibre.ts";
import { ParameterLayout, Parameters } from "../nn/parameters.ts";
import { RandomStream } from "../random/random-stream.ts";

/** One attention layer of the SE(3)-Transformer, everybody beside everybody. */
export interface FibreSizes {
  readonly batch: number;
  readonly points: number;
  readonly degrees: number;
  readonly channels: number;
  readonly hidden: number;
  readonly heads: number;
  readonly divisor: number;
}

const optionsOf = ({ degrees, channels, hidden, heads, divisor }: FibreSizes): FibreAttentionOptions => ({
  out: evenFibre(degrees, channels),
  heads,
  divisor,
  selfInteraction: "linear",
  parity: "all",
  scalars: 0,
  hidden,
  relative: "none",
});

/** The layer's equivariant kernels by the degrees out and in. */
export const kernelsOf = ({ degrees, channels, hidden, divisor }: FibreSizes): KernelOfDegrees[][] =>
  Array.from({ length: degrees }, (_, l) =>
    Array.from({ length: degrees }, (__, k) => {
      const orders = ordersOf(l, k, "all");
      return { l, k, orders, inputs: channels, outputs: channels / divisor, nets: 2, scalars: 0, hidden };
    }),
  );

/** Numbers of a layer, as every candidate reads them; edges in the order of `everyOther`. */
export interface FibreData {
  readonly points: Float32Array;
  /** By degree, [B, n, 2l+1, channels]. */
  readonly features: readonly Float32Array[];
  readonly parameters: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
  readonly length: Float32Array;
  /** [E, 3] */
  readonly direction: Float32Array;
  /** W_J by the degrees out and in, [E, J, 2l+1, 2k+1]. */
  readonly basis: readonly (readonly Float32Array[])[];
}

/** The same layer in another library, ready to be timed. @throws as `Peer` */
export type FibrePeer = (sizes: FibreSizes, data: FibreData) => Promise<Candidate>;

function layoutOf(sizes: FibreSizes): ParameterLayout {
  const layout = new ParameterLayout();
  declareFibreAttention(layout, "", evenFibre(sizes.degrees, sizes.channels), optionsOf(sizes));
  return layout;
}

function initial(gpu: Gpu, sizes: FibreSizes): Parameters {
  const parameters = new Parameters(gpu.device, layoutOf(sizes));
  const random = new RandomStream(0, "fibre bench weights");
  parameters.initialise(() => () => random.uniform());
  return parameters;
}

export async function drawFibres(gpu: Gpu, sizes: FibreSizes): Promise<FibreData> {
  const { batch, points, degrees, channels } = sizes;
  const random = new RandomStream(0, "fibre bench");
  const drawn = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const places = drawn(3 * batch * points);
  const features = Array.from({ length: degrees }, (_, l) => drawn(batch * points * (2 * l + 1) * channels));
  const others = everyOther(points).flat();
  const edges = batch * others.length;
  const [length, direction] = [new Float32Array(edges), new Float32Array(3 * edges)];
  for (let e = 0; e < edges; e++) {
    const receiver = Math.floor(e / (points - 1));
    const sender = receiver - (receiver % points) + (others[e % others.length] as number);
    const along = [0, 1, 2].map((c) => (places[3 * sender + c] as number) - (places[3 * receiver + c] as number));
    length[e] = Math.hypot(...along);
    direction.set(
      along.map((x) => x / Math.hypot(...along)),
      3 * e,
    );
  }
  const tape = new Tape(gpu.variants);
  const directions = tape.input("direction", [edges, 3]);
  const named = kernelsOf(sizes).flat();
  const outputs = named.map((kernel) => [`${kernel.l}.${kernel.k}`, kernelBasisOf(kernel, directions)] as const);
  const program = await compile(gpu, Object.fromEntries(outputs));
  program.write("direction", direction);
  program.run();
  const found = await program.read(...program.outputNames);
  program.destroy();
  const parameters = initial(gpu, sizes);
  const flat = await parameters.read();
  parameters.destroy();
  return {
    points: places,
    features,
    parameters: parameters.unpack(flat),
    length,
    direction,
    basis: kernelsOf(sizes).map((row) => row.map(({ l, k }) => found[`${l}.${k}`] as Float32Array)),
  };
}

/** Forms of our own: fused, and with the kernels materialised. */
export const forms = ["fused", DECOMPOSED] as const;

/** The layer with gradients of features and weights of a loss of all that comes out; its result is that of the scalars. */
export async function fibreCandidate(
  gpu: Gpu,
  sizes: FibreSizes,
  data: FibreData,
  form: (typeof forms)[number],
): Promise<Candidate & { readonly bytes: number; readonly dispatches: number }> {
  const { batch, points, channels } = sizes;
  const { target, features: adapterFeatures } = gpu.variants;
  const tape = new Tape(form === "fused" ? gpu.variants : new Preferring(DECOMPOSED, target, adapterFeatures));
  const mask = tape.constant(new Array(batch * points).fill(1), [batch, points]);
  const edges = mutualEdges({ points: tape.constant(data.points, [batch, points, 3]), mask });
  const features = new Map(
    data.features.map((own, l) => [l, tape.constant(own, [batch, points, 2 * l + 1, channels])] as const),
  );
  const parameters = initial(gpu, sizes);
  const weights = parameters.record(tape);
  const output = fibreAttention(weights, "", optionsOf(sizes), { features, edges });
  const loss = [...output.values()]
    .map((own) => sum(multiply(own, own)))
    .reduce((total, term) => multiply(total, term));
  const found: Record<string, Tensor> = { loss };
  gradients(loss, [...features.values(), ...weights.values()]).forEach((gradient, k) => {
    found[`gradient ${k}`] = gradient;
  });
  const program = await compile(gpu, found);
  const candidate = candidateOf(form, program, "gradient 0");
  return {
    ...candidate,
    bytes: program.bytes,
    dispatches: program.dispatchCount,
    destroy() {
      candidate.destroy();
      parameters.destroy();
    },
  };
}
