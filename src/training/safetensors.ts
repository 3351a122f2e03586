import * as v from "valibot";
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

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const tensor = v.object({ dtype: v.string(), shape: v.array(count), data_offsets: v.tuple([count, count]) });
const headerOf = v.pipe(
  v.string(),
  v.parseJson(),
  v.objectWithRest({ __metadata__: v.optional(v.record(v.string(), v.string()), {}) }, tensor),
);

/** The longest header that is read: more than any of ours has. */
const MOST_HEADER = 16 << 20;

/**
 * Reads float32 tensors, flat, and the metadata of a file in the safetensors format.
 * @throws Error that names what is wrong in a file that is none, or is cut short
 */
export function readSafetensors(file: Uint8Array<ArrayBuffer>): {
  readonly tensors: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
  readonly metadata: Readonly<Record<string, string>>;
} {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.POSITIVE_INFINITY;
  if (length > Math.min(file.length - 8, MOST_HEADER)) throw new Error("this is no safetensors file");
  const text = new TextDecoder().decode(file.subarray(8, 8 + length));
  const header = v.safeParse(headerOf, text);
  if (!header.success) throw new Error("this is no safetensors file: its header is not readable");
  const { __metadata__: metadata, ...described } = header.output;
  const data = file.slice(8 + length);
  const tensors = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, { dtype, shape, data_offsets: range }] of Object.entries(described)) {
    const [from, to] = range;
    if (dtype !== "F32") throw new Error(`tensor ${name} is of type ${dtype}, not F32`);
    if (to - from !== 4 * sizeOf(shape)) throw new Error(`tensor ${name} has ${to - from} bytes for [${shape}]`);
    if (to > data.length) throw new Error(`the file ends within tensor ${name}`);
    tensors.set(name, new Float32Array(data.slice(from, to).buffer));
  }
  return { tensors, metadata };
}
