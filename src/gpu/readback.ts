/** Copies ranges of storage buffers to the CPU in one submission. Offsets and sizes in bytes. */
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
  await staging.mapAsync(GPUMapMode.READ);
  const data = staging.getMappedRange().slice(0);
  staging.destroy();
  at = 0;
  return ranges.map(({ bytes }) => {
    const values = new Float32Array(data, at, bytes / 4);
    at += bytes;
    return values;
  });
}
