import { expect, test } from "vitest";
import { bundledShaders } from "../../src/engine/bundled-shaders.ts";
import { openGpu } from "../../src/gpu/device.ts";
import { readBuffers } from "../../src/gpu/readback.ts";

test("a read that the loss of its device stops is told from others, whenever the loss itself is told", async () => {
  const { device } = await openGpu(bundledShaders);
  const buffer = device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_SRC });
  const read = () => readBuffers(device, [{ buffer, offset: 0, bytes: 4 }]);
  expect(await read()).toEqual([new Float32Array(1)]);
  const underWay = read();
  device.destroy();
  await expect(underWay).rejects.toMatchObject({ data: { kind: "lost" } });
  await expect(read()).rejects.toMatchObject({ data: { kind: "lost" } });
});
