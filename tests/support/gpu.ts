import { compile } from "../../src/autograd/compile.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";
import { bundledShaders } from "../../src/engine/bundled-shaders.ts";
import { type Gpu, openGpu } from "../../src/gpu/device.ts";

let opening: Promise<Gpu> | null = null;

/** One device for all tests of a file. */
export function testGpu(): Promise<Gpu> {
  opening ??= openGpu(bundledShaders);
  return opening;
}

/** Records, compiles and runs once; returns the values of the named results. */
export async function evaluate<Name extends string>(
  record: (tape: Tape) => Record<Name, Tensor>,
  options: { merge: boolean } = { merge: false },
): Promise<Record<Name, Float32Array>> {
  const outputs = record(new Tape());
  const program = await compile(await testGpu(), outputs, options);
  program.run();
  const values = await program.read(...(Object.keys(outputs) as Name[]));
  program.destroy();
  return values;
}
