import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import type { VerdictStore, Verdicts } from "../gpu/variants.ts";

const path = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "lietransformer-playground",
  "kernel-variants.json",
);

function readAll(): Record<string, Verdicts> {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // None yet, or not readable: contests are held again.
    return {};
  }
}

/** The command line's verdicts on kernel variants: a file in the user's cache folder. */
export const verdictFile: VerdictStore = {
  get: async (adapter) => readAll()[adapter],
  async set(adapter, verdicts) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ ...readAll(), [adapter]: verdicts }, null, 1));
  },
};
