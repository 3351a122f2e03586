import { browserFiles } from "../engine/browser-files.ts";
import { bundledShaders } from "../engine/bundled-shaders.ts";
import { openGpu } from "../gpu/device.ts";
import { libraries } from "./peers/libraries.ts";
import type { Outcome } from "./suite.ts";
import { type Request, suites } from "./suites.ts";

/** The suites and the peers in a page of their own, for `npm run bench -- .. --browser`. @returns the adapter's name */
export async function runInBrowser(
  names: readonly string[],
  request: Omit<Request, "peers" | "files">,
  found: (outcome: Outcome) => Promise<void>,
): Promise<string> {
  const gpu = await openGpu(bundledShaders);
  const known = suites({ ...request, peers: libraries, files: browserFiles(`${location.origin}/`, () => {}) });
  for (const name of names) {
    const suite = known[name];
    if (suite) for await (const outcome of suite(gpu)) await found(outcome);
  }
  return gpu.adapterName;
}
