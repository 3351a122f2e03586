import * as v from "valibot";
import { catalogue } from "./catalogue.ts";
import type { DataFiles, Watch } from "./data-files.ts";
import { BrokenFileError, readPacked, readPlain } from "./packed-file.ts";

const packed = v.object({ file: v.string(), bytes: v.number(), sha256: v.string() });
const shard = v.object({ ...packed.entries, molecules: v.number(), atoms: v.number(), first: v.number() });
const indexSchema = v.object({
  molecules: v.number(),
  maxAtoms: v.number(),
  targets: v.array(v.object({ name: v.string() })),
  split: packed,
  smiles: packed,
  shards: v.array(shard),
  sample: v.object({ ...shard.entries, split: packed }),
});
export type Qm9Index = v.InferOutput<typeof indexSchema>;

/** What a molecule is used for, as the split files number them. */
const uses = ["train", "valid", "test"] as const;
export type Use = (typeof uses)[number];

/** Molecules of one file. */
interface Shard {
  readonly ids: Uint32Array;
  /** Where each molecule's atoms begin, and where the last one's end. */
  readonly starts: Uint32Array;
  readonly z: Uint8Array;
  /** [atoms, 3], in steps. */
  readonly coordinates: Int16Array;
  /** Angstrom a step. */
  readonly step: number;
  /** [targets][molecules] */
  readonly targets: readonly Float32Array[];
}

/**
 * Reads a shard; its sections begin at multiples of four bytes (README of the data).
 * @throws BrokenFileError that names the file
 */
export function readShard(file: string, bytes: Uint8Array<ArrayBuffer>): Shard {
  const broken = (what: string) => new BrokenFileError(`${file} is broken: ${what}.`);
  if (bytes.length < 32) throw broken(`it has ${bytes.length} bytes, fewer than its header`);
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic !== "QM9S") throw broken(`it begins with “${magic}”, not with QM9S`);
  if (head.getUint16(4, true) !== 1) throw broken(`version ${head.getUint16(4, true)} is not known here`);
  const targets = head.getUint16(6, true);
  const [molecules, atoms] = [head.getUint32(8, true), head.getUint32(12, true)];
  const step = head.getFloat32(20, true);
  const padded = (size: number) => Math.ceil(size / 4) * 4;
  const sizes = [4 * molecules, molecules, atoms, 6 * atoms, 4 * targets * molecules];
  const expected = 32 + sizes.reduce((sum, size) => sum + padded(size), 0);
  if (expected !== bytes.length) throw broken(`its header announces ${expected} bytes, it has ${bytes.length}`);
  let at = bytes.byteOffset + 32;
  const next = (size: number) => {
    const from = at;
    at += padded(size);
    return from;
  };
  const { buffer } = bytes;
  const ids = new Uint32Array(buffer, next(4 * molecules), molecules);
  const counts = new Uint8Array(buffer, next(molecules), molecules);
  const z = new Uint8Array(buffer, next(atoms), atoms);
  const coordinates = new Int16Array(buffer, next(6 * atoms), 3 * atoms);
  const columns = new Float32Array(buffer, next(4 * targets * molecules), targets * molecules);
  const starts = new Uint32Array(molecules + 1);
  counts.forEach((count, k) => {
    starts[k + 1] = (starts[k] as number) + count;
  });
  if (starts[molecules] !== atoms)
    throw broken(`its molecules have ${starts[molecules]} atoms, its header says ${atoms}`);
  return {
    ids,
    starts,
    z,
    coordinates,
    step,
    targets: Array.from({ length: targets }, (_, k) => columns.subarray(k * molecules, (k + 1) * molecules)),
  };
}

/** Molecules by index, whatever files they came in. */
export class Qm9 {
  readonly #shards: readonly Shard[];
  /** Of the first molecule of every shard. */
  readonly #firsts: readonly number[];
  readonly size: number;
  /** Most atoms of any. */
  readonly maxAtoms: number;
  /** [size], see `uses` */
  readonly #split: Uint8Array;
  readonly #names: readonly string[];

  constructor(
    shards: readonly Shard[],
    split: Uint8Array,
    { maxAtoms, targets }: Pick<Qm9Index, "maxAtoms" | "targets">,
  ) {
    this.#shards = shards;
    this.#firsts = shards.map((_, k) => shards.slice(0, k).reduce((sum, { ids }) => sum + ids.length, 0));
    this.size = shards.reduce((sum, { ids }) => sum + ids.length, 0);
    this.maxAtoms = maxAtoms;
    this.#split = split;
    this.#names = targets.map(({ name }) => name);
  }

  #at(index: number): { shard: Shard; place: number } {
    let which = this.#firsts.length - 1;
    while ((this.#firsts[which] as number) > index) which--;
    return { shard: this.#shards[which] as Shard, place: index - (this.#firsts[which] as number) };
  }

  /** Number in GDB-9, as in dsgdb9nsd_NNNNNN. */
  idOf(index: number): number {
    const { shard, place } = this.#at(index);
    return shard.ids[place] as number;
  }

  /** The molecule with a number in GDB-9; null where it is not among these. */
  indexOf(id: number): number | null {
    for (const [k, { ids }] of this.#shards.entries()) {
      if (id > (ids.at(-1) as number)) continue;
      const place = ids.indexOf(id);
      return place < 0 ? null : (this.#firsts[k] as number) + place;
    }
    return null;
  }

  roleOf(index: number): Use {
    return uses[this.#split[index] as number] as Use;
  }

  atomsOf(index: number): number {
    const { shard, place } = this.#at(index);
    return (shard.starts[place + 1] as number) - (shard.starts[place] as number);
  }

  /** Atomic numbers [n]. */
  zOf(index: number): Uint8Array {
    const { shard, place } = this.#at(index);
    return shard.z.subarray(shard.starts[place], shard.starts[place + 1]);
  }

  /** Angstrom, about the mean of the atoms, [n, 3]. */
  pointsOf(index: number): Float32Array<ArrayBuffer> {
    const { shard, place } = this.#at(index);
    const [from, to] = [shard.starts[place] as number, shard.starts[place + 1] as number];
    return Float32Array.from(shard.coordinates.subarray(3 * from, 3 * to), (value) => value * shard.step);
  }

  /** A property in stored units: energies in eV, after the free atoms' was taken off. */
  targetOf(index: number, name: string): number {
    const { shard, place } = this.#at(index);
    return (shard.targets[this.#names.indexOf(name)] as Float32Array)[place] as number;
  }

  /** Indices of the molecules of a use, ascending. */
  indicesOf(use: Use): Uint32Array {
    const number = uses.indexOf(use);
    const found: number[] = [];
    this.#split.forEach((own, index) => {
      if (own === number) found.push(index);
    });
    return Uint32Array.from(found);
  }
}

/** How much of the set: 10 000 molecules at random, or all of it. */
export type Extent = "sample" | "full";

const { folder, index: indexFile } = catalogue.qm9;

const indices = new WeakMap<DataFiles, Promise<Qm9Index>>();

async function readIndex(files: DataFiles): Promise<Qm9Index> {
  const text = new TextDecoder().decode(await readPlain(files, folder, indexFile));
  try {
    return v.parse(indexSchema, JSON.parse(text));
  } catch {
    throw new BrokenFileError(`${indexFile.file} of QM9 is broken: it names no files.`);
  }
}

function indexOf(files: DataFiles): Promise<Qm9Index> {
  const known = indices.get(files) ?? readIndex(files);
  indices.set(files, known);
  known.catch(() => indices.delete(files));
  return known;
}

/** Shards that came before loading was stopped, by their SHA-256: they need not come again. */
const came = new Map<string, Shard>();

async function load(extent: Extent, files: DataFiles, { signal, onProgress }: Watch): Promise<Qm9> {
  const index = await indexOf(files);
  const [parts, split] = extent === "full" ? [index.shards, index.split] : [[index.sample], index.sample.split];
  const uses = await readPacked(files, folder, split, signal);
  const shards: Shard[] = [];
  for (const part of parts) {
    onProgress?.(shards.length, parts.length);
    signal?.throwIfAborted();
    const shard = came.get(part.sha256) ?? readShard(part.file, await readPacked(files, folder, part, signal));
    came.set(part.sha256, shard);
    shards.push(shard);
  }
  for (const { sha256 } of parts) came.delete(sha256);
  onProgress?.(parts.length, parts.length);
  return new Qm9(shards, uses, index);
}

const opened = new Map<Extent, Qm9>();
/** What is being read: whoever asks meanwhile waits for the same, and stops with it. */
const underWay = new Map<Extent, Promise<Qm9>>();

/**
 * The molecules, read once: what came before loading was stopped, or a file was missing, need not come again where
 * `files` keep it.
 * @throws BrokenFileError, or what `DataFiles.read` throws, with the file's name
 */
export async function openQm9(extent: Extent, files: DataFiles, watch: Watch = {}): Promise<Qm9> {
  const known = opened.get(extent);
  if (known) return known;
  const loading = underWay.get(extent) ?? load(extent, files, watch).finally(() => underWay.delete(extent));
  underWay.set(extent, loading);
  const set = await loading;
  opened.set(extent, set);
  return set;
}

/** The molecules that were opened; null before. */
export const openedQm9 = (extent: Extent): Qm9 | null => opened.get(extent) ?? null;

/** SMILES of GDB-17, without stereo marks, one a molecule in the order of the set. @throws as `openQm9` */
export async function readSmiles(extent: Extent, files: DataFiles): Promise<readonly string[]> {
  const file = extent === "full" ? (await indexOf(files)).smiles : catalogue.qm9.sampleSmiles;
  return new TextDecoder()
    .decode(await readPacked(files, folder, file))
    .trimEnd()
    .split("\n");
}
