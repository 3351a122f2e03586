import { readFileSync } from "node:fs";
import type { DataFiles } from "../data/data-files.ts";

/** Files of the repository that the page comes with, or any other by its path. */
export const diskFiles: DataFiles = {
  async read(name) {
    for (const path of [new URL(`../../public/${name}`, import.meta.url), name]) {
      try {
        return Uint8Array.from(readFileSync(path));
      } catch {
        // It may be the other one.
      }
    }
    throw new Error(`There is no file ${name}, in public/ or here.`);
  },
};
