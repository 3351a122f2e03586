import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import type { MeasurementStore, Measurements } from "../gpu/variants.ts";

const path = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "lietransformer-playground",
  "kernel-variants.json",
);

function readAll(): Record<string, Measurements> {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // None yet, or not readable: kernels are measured again.
    return {};
  }
}

/** The command line's measurements of kernel variants: a file in the user's cache folder. */
export const measurementFile: MeasurementStore = {
  get: async (adapter) => readAll()[adapter],
  async set(adapter, measurements) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ ...readAll(), [adapter]: measurements }, null, 1));
  },
};
