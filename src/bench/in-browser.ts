import { bundledShaders } from "../engine/bundled-shaders.ts";
import { openGpu } from "../gpu/device.ts";
import { jaxContestant } from "./peers/jax-js.ts";
import { tensorflowContestant } from "./peers/tensorflow-js.ts";
import type { Outcome } from "./suite.ts";
import { type Request, suites } from "./suites.ts";

/** The suites and the peers in a page of their own, for `npm run bench -- .. --browser`. @returns the adapter's name */
export async function runInBrowser(
  names: readonly string[],
  request: Omit<Request, "peers">,
  found: (outcome: Outcome) => Promise<void>,
): Promise<string> {
  const gpu = await openGpu(bundledShaders);
  const known = suites({ ...request, peers: { "jax-js": jaxContestant, "TensorFlow.js": tensorflowContestant } });
  for (const name of names) {
    const suite = known[name];
    if (suite) for await (const outcome of suite(gpu)) await found(outcome);
  }
  return gpu.adapterName;
}
