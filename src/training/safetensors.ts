import { type Shape, sizeOf } from "../autograd/shape.ts";

/**
 * Writes float32 tensors in the safetensors format: eight bytes of header length (little endian), a JSON header with
 * type, shape and byte range of each tensor, padded with spaces to a multiple of eight, then the data.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, { shape: Shape; data: Float32Array }>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape }] of tensors) {
    const end = offset + sizeOf(shape) * 4;
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json);
  const padded = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + padded + offset).fill(0x20);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  file.set(text, 8);
  let at = 8 + padded;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return file;
}
