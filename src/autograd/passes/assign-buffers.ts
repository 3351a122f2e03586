import { Fault } from "../../faults/fault.ts";
import { BufferPool } from "../../gpu/buffer-pool.ts";
import { type KernelCall, type Value, valuesOf } from "./call.ts";
import type { Planner } from "./plan.ts";

/**
 * Fifth pass: gives every value a buffer: inputs and constants one for good, results of calls one until their last reader has run.
 * @throws Fault, room, where one is larger than the device can bind, or there is no room for all
 */
export async function assignBuffers(
  device: GPUDevice,
  planner: Planner,
  groups: readonly (readonly KernelCall[])[],
  kept: ReadonlySet<Value>,
): Promise<BufferPool> {
  const pool = new BufferPool(device);
  const fixed = (value: Value) => {
    value.buffer ??= pool.take(value.bytes, value.label);
  };
  const lastUse = new Map(groups.flatMap((group, k) => group.flatMap(valuesOf).map((value) => [value, k] as const)));
  let refused: unknown = null;
  device.pushErrorScope("out-of-memory");
  try {
    for (const value of planner.inputs.values()) fixed(value);
    for (const { value, data } of planner.constants) {
      fixed(value);
      device.queue.writeBuffer(value.buffer as GPUBuffer, value.offset, new Float32Array(data));
    }
    for (const flat of planner.flat) {
      fixed(flat);
      for (const piece of flat.pieces ?? []) piece.buffer = flat.buffer as GPUBuffer;
    }
    groups.forEach((group, k) => {
      for (const { output } of group) if (output.pooled) fixed(output);
      for (const value of new Set(group.flatMap(valuesOf))) {
        if (value.pooled && !kept.has(value) && lastUse.get(value) === k && value.buffer) pool.give(value.buffer);
      }
    });
  } catch (error) {
    refused = error;
  }
  if (await device.popErrorScope()) {
    const what = `The adapter has no room for ${pool.bytes} bytes.`;
    refused ??= new Fault({ kind: "room", what, figure: pool.bytes });
  }
  if (refused === null) return pool;
  pool.destroy();
  throw refused;
}
