import type { Candidate } from "../gpu/compare.ts";
import type { Program } from "./program.ts";

/** A program as something to be timed. */
export const candidateOf = (name: string, program: Program, output: string): Candidate => ({
  name,
  async run(repeats) {
    for (let k = 0; k < repeats; k++) program.run();
    await program.finished();
  },
  async result() {
    program.run();
    return (await program.read(output))[output] as Float32Array;
  },
  destroy: () => program.destroy(),
});
