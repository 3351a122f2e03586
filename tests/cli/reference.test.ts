import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const MINUTES = 60_000;

/** What `npm run reference` prints of some files, whatever becomes of it. */
function reference(files: readonly string[], ...options: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "reference-"));
  for (const file of files) copyFileSync(`tests/reference/${file}.json`, join(folder, `${file}.json`));
  const call = ["scripts/run-cli.mjs", "reference", folder, ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, call, (_, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}

/** Lines other than those of cases that passed. */
const rest = (printed: string): string[] =>
  printed.split("\n").filter((line) => line !== "" && !line.startsWith("passed"));

describe("reference", () => {
  // Compiling takes longest: those that are run together take a core each.
  test.concurrent.each([
    { files: ["se3_transformer"], cases: 27 },
    { files: ["attention", "model"], cases: 49 },
    {
      files: ["dynamics", "groups", "molecules", "graph_pooling", "linformer", "functional_time", "cdsa"],
      cases: 100,
    },
  ])(
    "passes every golden case of $files on a second WebGPU implementation",
    async ({ files, cases }) => {
      const [, ...said] = rest(await reference(files));
      expect(said).toEqual([`${cases} passed, 0 failed, 0 skipped`]);
    },
    15 * MINUTES,
  );

  // The first run took the attention's private variant, so this one takes the other.
  test.concurrent(
    "passes them with half-precise nets within a hundredth, with the attention's shared variant",
    async (context) => {
      // Whole networks of such layers are in `tests/lie_attention`; of the others nothing is half precise.
      const printed = await reference(["attention"], "--half", "--variant", "shared");
      context.skip(printed.includes("has no 16-bit floats"), "Mesa's llvmpipe has them: install mesa-vulkan-drivers.");
      expect(rest(printed).at(-1)).toContain(", 0 failed, 0 skipped");
      // Sixteen bits can be told from thirty-two: the nets did run half precise.
      const first = printed.split("\n").find((line) => line.includes("attention.json: 0 "));
      expect(Number(first?.split(/\s+/)[1])).toBeGreaterThan(1e-4);
    },
    15 * MINUTES,
  );
});
