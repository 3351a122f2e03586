import { Preferring } from "../../src/gpu/variants.ts";
import { testGpu } from "./gpu.ts";

/** Runs the variant of a name wherever a kernel has one. */
export const preferring = (name: string): Preferring => new Preferring(name, "gpu", { subgroups: true });

/** Variants of the fused attention that the tests' adapter can run. */
export async function attentionVariants(): Promise<string[]> {
  return ["shared", "private", ...((await testGpu()).variants.features.subgroups ? ["subgroups"] : [])];
}
