/** Where a task's data come from: files that come with the page or the repository, or that a visitor brought. */
export interface DataFiles {
  /** @throws Error that names the file, where it cannot be had */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** For those who bring none. */
export const noFiles: DataFiles = {
  read: async (name) => {
    throw new Error(`There is no file ${name} to be had here.`);
  },
};
