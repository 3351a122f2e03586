import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contestant } from "../../gpu/compare.ts";
import type { Group } from "../../lie/group.ts";
import type { AttentionData, AttentionSizes, Pass } from "../attention.ts";
import { AbsentPeerError } from "../attention-suite.ts";
import { pairFeaturesOf, parameterShape } from "./pair-features.ts";

const script = fileURLToPath(new URL("./pytorch.py", import.meta.url));

const entry = (values: Float32Array, shape: number[]) => ({
  data: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"),
  shape,
});

/**
 * The layer in PyTorch on this machine's CPU, in a process of its own (`python3`, or what PYTHON names).
 * @throws AbsentPeerError where there is no Python, or it has no torch
 */
export async function pytorchContestant(
  sizes: AttentionSizes,
  group: Group,
  data: AttentionData,
  pass: Pass,
): Promise<Contestant> {
  const { batch, points, width } = sizes;
  const python = spawn(process.env.PYTHON ?? "python3", [script], { stdio: ["pipe", "pipe", "inherit"] });
  const failed = new Promise<never>((_, reject) => {
    python.once("error", () => reject(new AbsentPeerError("There is no python3.")));
    python.once("exit", () => reject(new AbsentPeerError("Python ended.")));
  });
  failed.catch(() => {});
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const ask = async (message: unknown) => {
    python.stdin.write(`${JSON.stringify(message)}\n`);
    const { value } = await Promise.race([lines.next(), failed]);
    return JSON.parse(value as string);
  };
  const hello = await ask({
    sizes,
    pass,
    parameters: Object.fromEntries(
      [...data.parameters].map(([name, values]) => [name, entry(values, parameterShape(name, values, sizes, group))]),
    ),
    features: entry(data.features, [batch, points, width]),
    cotangent: entry(data.cotangent, [batch, points, width]),
    pairs: entry(pairFeaturesOf(sizes, group, data), [batch, points, points, group.pairDim]),
  });
  if (hello.missing) throw new AbsentPeerError("This python3 has no torch.");
  return {
    name: `PyTorch ${pass}`,
    run: (repeats) => ask({ repeats, result: false }),
    async result() {
      const { data: text } = await ask({ repeats: 1, result: true });
      const bytes = Buffer.from(text, "base64");
      return new Float32Array(new Uint8Array(bytes).buffer);
    },
    destroy: () => {
      python.kill();
    },
  };
}
