import type { Peer } from "../peer.ts";

/** Libraries of the browser, loaded when they are asked for: one that cannot be is absent. */
export const libraries: Readonly<Record<string, Peer>> = {
  "jax-js": async (...layer) => (await import("./jax-js.ts")).jaxCandidate(...layer),
  "TensorFlow.js": async (...layer) => (await import("./tensorflow-js.ts")).tensorflowCandidate(...layer),
};
