import { expect, test } from "vitest";
import { writeSafetensors } from "../../src/training/safetensors.ts";

test("a written file has the format's header and the numbers at the offsets it names", () => {
  const tensors = new Map([
    ["a.weight", { shape: [2, 2], data: new Float32Array([1, -2, 3.5, 4]) }],
    ["b", { shape: [3], data: new Float32Array([5, 6, 7]) }],
  ]);
  const file = writeSafetensors(tensors, { step: "3" });
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  expect(header.__metadata__).toEqual({ step: "3" });
  for (const [name, { shape, data }] of tensors) {
    const { dtype, shape: stored, data_offsets } = header[name];
    expect(dtype).toBe("F32");
    expect(stored).toEqual(shape);
    const [start, end] = data_offsets as [number, number];
    const bytes = file.slice(8 + length + start, 8 + length + end);
    expect(new Float32Array(bytes.buffer)).toEqual(data);
  }
  expect(file.byteLength).toBe(8 + length + 28);
});
