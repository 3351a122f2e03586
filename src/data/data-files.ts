/** Where data come from: files that come with the page or the repository, or that a visitor brought. */
export interface DataFiles {
  /** @throws Error that names the file, where it cannot be had; what the signal was aborted with */
  read(name: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Drops what is kept of a file that came broken, so that it is fetched again; left out where nothing is kept. */
  drop?(name: string): Promise<void>;
}

/** For those who bring none. */
export const noFiles: DataFiles = {
  read: async (name) => {
    throw new Error(`There is no file ${name} to be had here.`);
  },
};

/** How far loading is, for those who wait, and how it is stopped. */
export interface Watch {
  readonly signal?: AbortSignal;
  /** Told after each file of so many. */
  onProgress?(done: number, of: number): void;
}
