import type { LinkedKernel } from "../../gpu/kernel.ts";
import type { Kernel } from "../tape.ts";

/** Storage that one call writes, or that a leaf brings. */
export interface Value {
  readonly label: string;
  readonly bytes: number;
  buffer?: GPUBuffer;
  offset: number;
  /** Pooled values give their buffer back after their last reader. */
  pooled: boolean;
  /** The flat value that this one is a piece of, and the pieces of a flat one. */
  flat?: Value;
  pieces?: readonly Value[];
}

export interface KernelCall {
  readonly kernel: Kernel;
  readonly inputs: readonly Value[];
  readonly output: Value;
  /** Indices of inputs that the call changes in place. */
  readonly mutates: readonly number[];
}

/** A call whose kernel is linked. */
export interface LinkedCall extends KernelCall, LinkedKernel {}

/** What a call's kernel binds, in order. */
export const valuesOf = ({ inputs, output }: KernelCall): Value[] => [...inputs, output];
