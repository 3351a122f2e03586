import type { Molecule } from "../../molecules/molecule.ts";
import { UnreadableError } from "../table.ts";

/** A molecule of a file. */
export interface ReadMolecule {
  /** What the file calls it, or its number. */
  readonly name: string;
  readonly molecule: Molecule;
  /** What was taken for granted, or looks odd, in words. */
  readonly notes: readonly string[];
}

/** One of several molecules of a file that cannot be read, and why; the others can. */
interface UnreadFrame {
  readonly name: string;
  readonly problem: string;
}

export type ReadFrame = ReadMolecule | UnreadFrame;

/**
 * Molecules of a file, each read by itself: what is wrong with one leaves the others as they are.
 * @throws UnreadableError of the first, where none can be read
 */
export function eachFrame(frames: readonly { readonly name: string; read(): ReadMolecule }[]): ReadFrame[] {
  let first: UnreadableError | null = null;
  const read = frames.map((frame): ReadFrame => {
    try {
      return frame.read();
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      first ??= error;
      return { name: frame.name, problem: error.message };
    }
  });
  if (first && read.every((frame) => "problem" in frame)) throw first;
  return read;
}

/** An atom as a line of a file has it. */
export interface AtomLine {
  /** Null where atoms have no lines of their own. */
  readonly line: number | null;
  readonly symbol: string;
  readonly at: readonly number[];
}

export const LIMITS = { bytes: 8_000_000, frames: 1000, atoms: 64 } as const;

export const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);
