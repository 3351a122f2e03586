import { reshape } from "../autograd/operations/movement.ts";
import type { Tensor } from "../autograd/tape.ts";
import { declareFibreAttention, type FibreAttentionOptions, fibreAttention, valueCurves } from "./fibres/attention.ts";
import type { Edges } from "./fibres/edges.ts";
import { evenFibre, type Fibre, type FibreShape, fibreShape, maskedFibre } from "./fibres/fibre.ts";
import type { MessageOptions, RadialCurve } from "./fibres/messages.ts";
import { declareNormNonlinearity, type NormKind, normNonlinearity } from "./fibres/norm-nonlinearity.ts";
import { declareTensorField, fieldCurves, type TensorFieldOptions, tensorField } from "./fibres/tensor-field.ts";
import { declareLinear, linear, type Weights } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";
import { poolings } from "./pooling/overall.ts";

/** The hidden layers and the last one, which fibre they end in left to the networks below (neighbours 1.7). */
interface FibreNetworkOptions extends MessageOptions {
  readonly input: FibreShape;
  readonly output: FibreShape;
  /** Hidden layers, each followed by a norm non-linearity. */
  readonly layers: number;
  /** Hidden degrees 0 .. degrees - 1, each with as many channels. */
  readonly degrees: number;
  readonly channels: number;
  readonly norm: NormKind;
}

interface AttentionOptions {
  readonly heads: number;
  readonly divisor: number;
}

/** SE(3)-Transformer: hidden layers of attention, the last one of attention too, with attentive self-interaction. */
export type Se3TransformerOptions = FibreNetworkOptions & AttentionOptions;

/** Tensor field network: the mean of the messages in place of attention. */
export type TensorFieldNetworkOptions = FibreNetworkOptions;

/** An end in invariants of the whole set: a tensor field layer to scalars, pooled, and a head of two layers. */
interface ReadOutOptions {
  readonly pool: keyof typeof poolings;
  readonly outputs: number;
}
export type InvariantSe3TransformerOptions = Se3TransformerOptions & ReadOutOptions;
export type InvariantTensorFieldOptions = TensorFieldNetworkOptions & ReadOutOptions;

interface NetworkInputs {
  /** [B, n, 2l+1, channels] by degree */
  readonly features: Fibre;
  /** [B, n] */
  readonly mask: Tensor;
  readonly edges: Edges;
}

/** A network's output and the features after each layer, by degree. */
interface Trace<Output> {
  readonly output: Output;
  readonly states: readonly Fibre[];
}

type Layer = (features: Fibre, t: number) => Fibre;

/** What goes into hidden layer t. */
const inputOf = ({ input, degrees, channels }: FibreNetworkOptions, t: number): FibreShape =>
  t === 0 ? input : evenFibre(degrees, channels);

const hiddenAttention = (options: Se3TransformerOptions): FibreAttentionOptions => ({
  ...options,
  out: evenFibre(options.degrees, options.channels),
  selfInteraction: "linear",
});

const lastAttention = (options: Se3TransformerOptions): FibreAttentionOptions => ({
  ...options,
  out: options.output,
  heads: Math.min(options.heads, 2),
  divisor: 1,
  selfInteraction: "attentive",
});

const hiddenField = (options: FibreNetworkOptions): TensorFieldOptions => ({
  ...options,
  out: evenFibre(options.degrees, options.channels),
  relative: "none",
  selfInteraction: "mix",
});

const lastField = (
  options: FibreNetworkOptions,
  selfInteraction: TensorFieldOptions["selfInteraction"],
): TensorFieldOptions => ({ ...options, out: options.output, relative: "none", selfInteraction });

function declareHidden(
  layout: ParameterLayout,
  options: FibreNetworkOptions,
  layers: number,
  declareLayer: (prefix: string, input: FibreShape) => void,
): void {
  for (let t = 0; t < layers; t++) {
    declareLayer(`layers.${t}.`, inputOf(options, t));
    declareNormNonlinearity(layout, `layers.${t}.norm.`, options.norm, evenFibre(options.degrees, options.channels));
  }
}

function runHidden(
  weights: Weights,
  { norm }: FibreNetworkOptions,
  layers: number,
  { features, mask }: NetworkInputs,
  layer: Layer,
): Fibre[] {
  const { tape } = mask;
  const states: Fibre[] = [];
  let x = maskedFibre(features, mask);
  for (let t = 0; t < layers; t++) {
    x = normNonlinearity(weights, `layers.${t}.norm.`, norm, layer(x, t));
    states.push(x);
    for (const [l, own] of x) tape.watch("features", `features of degree ${l} after layer ${t + 1}`, () => own);
  }
  return states;
}

/** What enters the last layer. */
const lastInput = (states: readonly Fibre[], { features, mask }: NetworkInputs): Fibre =>
  states.at(-1) ?? maskedFibre(features, mask);

export function declareSe3Transformer(layout: ParameterLayout, options: Se3TransformerOptions): void {
  declareHidden(layout, options, options.layers, (prefix, input) =>
    declareFibreAttention(layout, prefix, input, hiddenAttention(options)),
  );
  declareFibreAttention(layout, "last.", inputOf(options, options.layers), lastAttention(options));
}

const attentionLayers = (weights: Weights, options: Se3TransformerOptions, inputs: NetworkInputs): Fibre[] =>
  runHidden(weights, options, options.layers, inputs, (features, t) =>
    fibreAttention(weights, `layers.${t}.`, hiddenAttention(options), { features, edges: inputs.edges }),
  );

export function se3Transformer(weights: Weights, options: Se3TransformerOptions, inputs: NetworkInputs): Trace<Fibre> {
  const states = attentionLayers(weights, options, inputs);
  const features = lastInput(states, inputs);
  return {
    states,
    output: fibreAttention(weights, "last.", lastAttention(options), { features, edges: inputs.edges }),
  };
}

function declareReadOut(layout: ParameterLayout, options: FibreNetworkOptions & ReadOutOptions): void {
  declareTensorField(layout, "last.", inputOf(options, options.layers), lastField(options, "skip"));
  const width = options.output.get(0) as number;
  declareLinear(layout, ["head.0"], width, width);
  declareLinear(layout, ["head.1"], width, options.outputs);
}

/** Output [B, outputs]. */
function readOut(
  weights: Weights,
  options: FibreNetworkOptions & ReadOutOptions,
  states: readonly Fibre[],
  inputs: NetworkInputs,
): Trace<Tensor> {
  const features = lastInput(states, inputs);
  const scalars = tensorField(weights, "last.", lastField(options, "skip"), { features, edges: inputs.edges }).get(0);
  const [batch, nodes] = inputs.mask.shape as [number, number];
  const rows = reshape(scalars as Tensor, [batch, nodes, (scalars as Tensor).shape[3] as number]);
  const pooled = poolings[options.pool](rows, reshape(inputs.mask, [batch, nodes, 1]));
  const hidden = linear(weights, "head.0", pooled, { activation: "relu" });
  return { states, output: linear(weights, "head.1", hidden) };
}

export function declareInvariantSe3Transformer(layout: ParameterLayout, options: InvariantSe3TransformerOptions): void {
  declareHidden(layout, options, options.layers, (prefix, input) =>
    declareFibreAttention(layout, prefix, input, hiddenAttention(options)),
  );
  declareReadOut(layout, options);
}

/** Output [B, outputs]. */
export const invariantSe3Transformer = (
  weights: Weights,
  options: InvariantSe3TransformerOptions,
  inputs: NetworkInputs,
): Trace<Tensor> => readOut(weights, options, attentionLayers(weights, options, inputs), inputs);

const declareFieldLayers = (layout: ParameterLayout, options: TensorFieldNetworkOptions, layers: number): void =>
  declareHidden(layout, options, layers, (prefix, input) =>
    declareTensorField(layout, prefix, input, hiddenField(options)),
  );

const fieldLayers = (
  weights: Weights,
  options: TensorFieldNetworkOptions,
  layers: number,
  inputs: NetworkInputs,
): Fibre[] =>
  runHidden(weights, options, layers, inputs, (features, t) =>
    tensorField(weights, `layers.${t}.`, hiddenField(options), { features, edges: inputs.edges }),
  );

/** `layers` counts the last one. */
export function declareTensorFieldNetwork(layout: ParameterLayout, options: TensorFieldNetworkOptions): void {
  declareFieldLayers(layout, options, options.layers - 1);
  declareTensorField(layout, "last.", inputOf(options, options.layers - 1), lastField(options, "mix"));
}

export function tensorFieldNetwork(
  weights: Weights,
  options: TensorFieldNetworkOptions,
  inputs: NetworkInputs,
): Trace<Fibre> {
  const states = fieldLayers(weights, options, options.layers - 1, inputs);
  const features = lastInput(states, inputs);
  return {
    states,
    output: tensorField(weights, "last.", lastField(options, "mix"), { features, edges: inputs.edges }),
  };
}

/** Hidden layers as the tensor field network has them. */
export function declareInvariantTensorField(layout: ParameterLayout, options: InvariantTensorFieldOptions): void {
  declareFieldLayers(layout, options, options.layers);
  declareReadOut(layout, options);
}

/** Output [B, outputs]. */
export const invariantTensorField = (
  weights: Weights,
  options: InvariantTensorFieldOptions,
  inputs: NetworkInputs,
): Trace<Tensor> => readOut(weights, options, fieldLayers(weights, options, options.layers, inputs), inputs);

/** Radial nets of the first layer's values. read: scalars of edges and their lengths, [R, scalars + 1] */
export const firstValueCurves = (weights: Weights, options: Se3TransformerOptions, read: Tensor): RadialCurve[] =>
  valueCurves(weights, "layers.0.", options.input, hiddenAttention(options), read);

/** The same of a first tensor field layer. */
export const firstFieldCurves = (weights: Weights, options: FibreNetworkOptions, read: Tensor): RadialCurve[] =>
  fieldCurves(weights, "layers.0.", options.input, hiddenField(options), read);

/** The fibre of vectors alone, as positions and velocities are. */
export const vectorFibre = (channels: number): FibreShape => fibreShape([[1, channels]]);
