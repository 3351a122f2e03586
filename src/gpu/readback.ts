import { Fault } from "../faults/fault.ts";

/**
 * What a buffer that nobody else maps, unmaps or destroys holds. Such a map is aborted by the loss of the device alone
 * (WebGPU, 5.3.1), which may be told a good while before `GPUDevice.lost` is.
 * @throws Fault, lost, where the device is
 */
export async function readMapped(staging: GPUBuffer): Promise<ArrayBuffer> {
  try {
    await staging.mapAsync(GPUMapMode.READ);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError")
      throw new Fault({ kind: "lost", what: error.message });
    throw error;
  }
  return staging.getMappedRange().slice(0);
}

/** Copies ranges of storage buffers to the CPU in one submission. Offsets and sizes in bytes. @throws as `readMapped` */
export async function readBuffers(
  device: GPUDevice,
  ranges: readonly { buffer: GPUBuffer; offset: number; bytes: number }[],
): Promise<Float32Array<ArrayBuffer>[]> {
  const total = ranges.reduce((sum, range) => sum + range.bytes, 0);
  const staging = device.createBuffer({
    label: "readback",
    size: Math.max(total, 4),
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  let at = 0;
  for (const { buffer, offset, bytes } of ranges) {
    encoder.copyBufferToBuffer(buffer, offset, staging, at, bytes);
    at += bytes;
  }
  device.queue.submit([encoder.finish()]);
  const data = await readMapped(staging);
  staging.destroy();
  at = 0;
  return ranges.map(({ bytes }) => {
    const values = new Float32Array(data, at, bytes / 4);
    at += bytes;
    return values;
  });
}
