/** What kind of thing stopped some work, for whoever has to act on it. */
export type FaultKind =
  /** WebGPU is missing, or refused an adapter or a device. */
  | "unavailable"
  /** The device is gone; another one may be opened. */
  | "lost"
  /** Something does not fit the adapter. */
  | "room";

/** A fault as plain data, which may cross the border of a worker. */
export interface FaultData {
  readonly kind: FaultKind;
  /** What is wrong, a sentence or two for a person. */
  readonly what: string;
  /** The figure that is wrong, and what it may be at most. */
  readonly figure?: number;
  readonly limit?: number;
  /** What helps, in words. */
  readonly remedy?: string;
}

/** Something that a visitor may mend: told apart by its kind, never by its text. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly data: FaultData;

  constructor(data: FaultData) {
    super(data.remedy ? `${data.what} ${data.remedy}` : data.what);
    this.data = data;
  }
}

/** The fault's kind; null for any other error. */
export const kindOf = (error: unknown): FaultKind | null => (error instanceof Fault ? error.data.kind : null);
