import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { drawData } from "../../src/bench/attention.ts";
import { AbsentPeerError, guarded, heard } from "../../src/bench/peer.ts";
import { pytorchCandidate } from "../../src/bench/peers/pytorch.ts";
import { Fault } from "../../src/faults/fault.ts";
import { groupNamed } from "../../src/lie/registry.ts";

// Large enough that its numbers do not fit a pipe.
const sizes = { batch: 2, points: 48, heads: 2, width: 8, kernel: 4 };
const group = groupNamed("SE2");
const data = drawData(sizes, group);

/** A command that stands in for Python. */
function command(script: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "python-")), "python");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

afterEach(() => vi.unstubAllEnvs());

describe("PyTorch is absent, with the reason, where python", () => {
  test.each([
    ["is not there", "/nowhere/python", /there is no \/nowhere\/python/],
    ["has no torch", command(`echo '{"missing": "torch"}'`), /this python3 has no torch/],
    ["ends at once", command("exit 0"), /ended/],
    ["fails with words", command("echo 'ModuleNotFoundError: no' >&2; exit 1"), /ended: ModuleNotFoundError: no/],
    ["answers something else", command("read line; echo hello; sleep 30"), /answered "hello"/],
    ["says nothing", command("sleep 30"), /said nothing for 0.3 seconds/],
    ["dies while it is read from", command("head -c 1000 > /dev/null; exit 3"), /ended/],
  ])("%s", async (what, python, reason) => {
    vi.stubEnv("PYTHON", python);
    const patience = what === "says nothing" ? 300 : 60_000;
    const asked = pytorchCandidate(sizes, group, data, "forward", patience);
    await expect(asked).rejects.toThrow(reason);
    await expect(asked).rejects.toThrow(AbsentPeerError);
  });

  test("answers once and dies later", async () => {
    vi.stubEnv("PYTHON", command(`read line; echo '{"version": "1"}'; exit 0`));
    const candidate = await pytorchCandidate(sizes, group, data, "forward");
    await expect(candidate.run(1)).rejects.toThrow(/ended/);
    candidate.destroy();
  });
});

test("what a peer fails with is why it is absent; what does not fit stays that", async () => {
  await expect(heard(() => Promise.reject(new TypeError("no adapter.\nstack")))).rejects.toThrow(/^no adapter$/);
  await expect(heard(() => Promise.reject(new Fault({ kind: "room", what: "too large" })))).rejects.toThrow(Fault);
  const broken = guarded("broken", {
    name: "",
    run: () => Promise.reject(new Error("lost")),
    result: async () => new Float32Array(1),
    destroy() {
      throw new Error("gone");
    },
  });
  await expect(broken.run(1)).rejects.toThrow(AbsentPeerError);
  expect(() => broken.destroy()).not.toThrow();
});
