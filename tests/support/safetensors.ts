/** Tensors of a file in the safetensors format, by name, and its metadata. */
export function readSafetensors(file: ArrayBuffer) {
  const length = Number(new DataView(file).getBigUint64(0, true));
  const { __metadata__: metadata, ...header } = JSON.parse(new TextDecoder().decode(file.slice(8, 8 + length)));
  const tensors = new Map(
    Object.entries(header as Record<string, { data_offsets: [number, number] }>).map(([name, { data_offsets }]) => {
      const [from, to] = data_offsets;
      return [name, new Float32Array(file.slice(8 + length + from, 8 + length + to))] as const;
    }),
  );
  return { tensors, metadata: metadata as Record<string, string> };
}
