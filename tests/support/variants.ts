import { type Contest, Variants } from "../../src/gpu/variants.ts";
import { testGpu } from "./gpu.ts";

/** Runs the variant of a name wherever a kernel has one. */
class Preferring extends Variants {
  readonly #name: string;

  constructor(name: string) {
    super("gpu", {}, { subgroups: true });
    this.#name = name;
  }

  override pick(contest: Contest): string {
    return contest.names.includes(this.#name) ? this.#name : super.pick(contest);
  }
}

export const preferring = (name: string): Variants => new Preferring(name);

/** Variants of the fused attention that the tests' adapter can run. */
export async function attentionVariants(): Promise<string[]> {
  return ["shared", "private", ...((await testGpu()).variants.subgroups ? ["subgroups"] : [])];
}
