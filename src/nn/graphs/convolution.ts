import { where } from "../../autograd/operations/elementwise.ts";
import { matmul } from "../../autograd/operations/matmul.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLinear, linear, type Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";

/** Glorot-uniform weights, zero biases, as the authors of SAGPool have them. */
export const declareGraphConvolution = (layout: ParameterLayout, name: string, input: number, output: number): void =>
  declareLinear(layout, [name], input, output, "glorot");

/**
 * Graph convolution (Kipf and Welling, 2017): D^-1/2 (A + I) D^-1/2 X W^T + b.
 * @param x features [B, n, F], zero where there is no node
 * @param mask [B, n]
 * @param propagation see `propagation`, [B, n, n]
 * @returns [B, n, outputs], zero where there is no node
 */
export const graphConvolution = (weights: Weights, name: string, x: Tensor, mask: Tensor, propagation: Tensor) =>
  where(reshape(mask, [...mask.shape, 1]), linear(weights, name, matmul(propagation, x)), x.tape.scalar(0));
