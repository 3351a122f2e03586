import type { DataFiles } from "./data-files.ts";

/** A file as a catalogue names it: packed by gzip, so long when unpacked, with the SHA-256 of the packed bytes. */
export interface PackedFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A file is not what its catalogue says. */
export class BrokenFileError extends Error {
  override readonly name = "BrokenFileError";
}

const isPacked = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Unpacked bytes, as many as were announced: more are not even unpacked. @throws BrokenFileError */
async function unpacked(bytes: Uint8Array<ArrayBuffer>, { file, bytes: expected }: PackedFile) {
  const whole = new Uint8Array(expected);
  let at = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > expected) throw new BrokenFileError(`${file} unpacks to more than ${expected} bytes.`);
      whole.set(value, at);
      at += value.length;
    }
  } catch (error) {
    if (error instanceof BrokenFileError) throw error;
    throw new BrokenFileError(`${file} is broken: it cannot be unpacked.`);
  } finally {
    await reader.cancel().catch(() => {});
  }
  if (at !== expected) throw new BrokenFileError(`${file} is cut short: ${at} of ${expected} bytes.`);
  return whole;
}

/** Bytes with the SHA-256 that they should have. @throws BrokenFileError */
async function verified(bytes: Uint8Array<ArrayBuffer>, { file, sha256 }: Omit<PackedFile, "bytes">) {
  const found = await digestOf(bytes);
  const short = (digest: string) => digest.slice(0, 12);
  if (found !== sha256)
    throw new BrokenFileError(`${file} is broken: its SHA-256 begins ${short(found)}, not ${short(sha256)}.`);
  return bytes;
}

async function readOnce(files: DataFiles, folder: string, packed: PackedFile, signal?: AbortSignal) {
  const bytes = await files.read(`${folder}${packed.file}`, signal);
  // Some servers unpack such files on their own.
  if (!isPacked(bytes)) {
    if (bytes.length === packed.bytes) return bytes;
    throw new BrokenFileError(`${packed.file} is not the file of that name: ${bytes.length} bytes, not packed.`);
  }
  return unpacked(await verified(bytes, packed), packed);
}

/** Reads once, and once more where what was kept is broken. */
async function again<Read>(files: DataFiles, name: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof BrokenFileError) || !files.drop) throw error;
    await files.drop(name);
    return read();
  }
}

/**
 * Reads and verifies a packed file: by its SHA-256, or, where a server has unpacked it on the way, by its length. A kept copy
 * that is broken is fetched once more.
 * @throws BrokenFileError that names the file; as `DataFiles.read`
 */
export const readPacked = (files: DataFiles, folder: string, packed: PackedFile, signal?: AbortSignal) =>
  again(files, `${folder}${packed.file}`, () => readOnce(files, folder, packed, signal));

/** Reads and verifies a file as it stands, likewise. @throws as `readPacked` */
export const readPlain = (files: DataFiles, folder: string, plain: Omit<PackedFile, "bytes">) =>
  again(files, `${folder}${plain.file}`, async () => verified(await files.read(`${folder}${plain.file}`), plain));
