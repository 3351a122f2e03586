import type { Gpu } from "../gpu/device.ts";
import { assignBuffers } from "./passes/assign-buffers.ts";
import { dispatchOf } from "./passes/dispatch.ts";
import { linkCalls } from "./passes/link.ts";
import { Planner } from "./passes/plan.ts";
import { schedule } from "./passes/schedule.ts";
import { shareCommon } from "./passes/share.ts";
import { Program, type ProgramOutput } from "./program.ts";
import { sizeOf } from "./shape.ts";
import type { Tensor } from "./tape.ts";

/*
 * From a tape to a program:
 *
 *   outputs -> share     nodes that are needed, equal ones once
 *           -> plan      calls: a kernel, the values it reads and the one it writes
 *           -> link      their WGSL
 *           -> schedule  groups of calls that do not wait for each other
 *           -> assign    buffers, by when each value is read last
 *           -> dispatch  pipelines and bindings, several calls merged into one kernel
 */

/**
 * Longer programs, such as roll-outs, are not merged: most merged kernels are one of their kind, and compiling hundreds
 * of them takes minutes, where their parts share a few dozen.
 */
const MAX_MERGED = 300;

/** The nodes that the outputs need, equal ones once, and the calls that compute them. */
function plan(outputs: Readonly<Record<string, Tensor>>) {
  const shared = shareCommon(Object.values(outputs));
  const nodes = [...new Set(shared.values())].sort((a, b) => a.id - b.id);
  const roots = Object.entries(outputs).map(([name, node]) => [name, shared.get(node) as Tensor] as const);
  const planner = new Planner(
    nodes,
    roots.map(([, node]) => node),
  );
  return { planner, roots };
}

/** Asks every kernel that the outputs need for its variant, so that those not measured yet become known. */
export function planKernels(outputs: Readonly<Record<string, Tensor>>): void {
  plan(outputs);
}

/** Bytes of the largest buffer that a program would allocate. */
export function largestBuffer(outputs: Readonly<Record<string, Tensor>>): number {
  const { calls, flat } = plan(outputs).planner;
  return Math.max(...calls.map(({ output }) => output.bytes), ...flat.map(({ bytes }) => bytes));
}

/**
 * Turns a tape into a program: dead nodes dropped, common ones shared, elementwise chains fused, buffers assigned by
 * liveness, pipelines compiled in parallel and bind groups built once.
 * @param outputs values to keep readable after each run, by name
 * @param options `merge` puts calls that do not wait for each other into one dispatch; as the device does better, where left
 *   out. A program that runs only once does better without: kernels of a kind then share a pipeline, which takes longer to
 *   compile than to run.
 * @throws KernelError, RangeError
 */
export async function compile(
  gpu: Gpu,
  outputs: Readonly<Record<string, Tensor>>,
  { merge = gpu.merges }: { merge?: boolean } = {},
): Promise<Program> {
  const { planner, roots } = plan(outputs);
  const results = roots.map(([name, node]) => [name, planner.dense(node)] as const);
  const calls = await linkCalls(gpu, planner.calls);
  const groups = merge && calls.length <= MAX_MERGED ? schedule(calls) : calls.map((call) => [call]);

  const kept = new Set(results.map(([, { value }]) => value));
  const pool = await assignBuffers(gpu.device, planner, groups, kept);
  const dispatches = await Promise.all(groups.map((group) => dispatchOf(gpu, group))).catch((error: unknown) => {
    pool.destroy();
    throw error;
  });
  const outputRanges = new Map<string, ProgramOutput>(
    results.map(([name, { value, layout }]) => [
      name,
      {
        buffer: value.buffer as GPUBuffer,
        offset: value.offset + layout.offset * 4,
        bytes: sizeOf(layout.shape) * 4,
        shape: layout.shape,
      },
    ]),
  );
  const inputBuffers = new Map([...planner.inputs].map(([name, value]) => [name, value.buffer as GPUBuffer]));
  gpu.throwPendingError();
  return new Program(gpu, dispatches, inputBuffers, outputRanges, pool);
}
