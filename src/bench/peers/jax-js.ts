import { blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np } from "@jax-js/jax";
import type { Candidate } from "../../gpu/compare.ts";
import type { Group } from "../../lie/group.ts";
import type { AttentionData, AttentionSizes, Pass } from "../attention.ts";
import { pairFeaturesOf, parameterShape, requireDefaultBinding } from "./pair-features.ts";

/**
 * The same layer in jax-js, the fastest general library in the browser, written as its users would: one batched
 * matrix product for each layer of the location nets, everything under one `jit`. It gets the pair features ready-made.
 * Its arrays are counted by hand: `.ref` where one is used again.
 */
type Parameters = Record<string, np.Array>;

function layer(sizes: AttentionSizes, pairs: np.Array, features: np.Array, p: Parameters): np.Array {
  const { batch, points, heads, width } = sizes;
  const depth = width / heads;
  const dense = (name: string, x: np.Array) =>
    np.matmul(x, (p[`${name}.weight`] as np.Array).transpose()).add(p[`${name}.bias`] as np.Array);
  // [B, N, C] -> [B, H, N, d]
  const split = (x: np.Array) => x.reshape([batch, points, heads, depth]).transpose([0, 2, 1, 3]);
  const q = split(dense("query", features.ref));
  const k = split(dense("key", features.ref));
  const v = split(dense("value", features));
  const content = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(depth));
  let x: np.Array = pairs.reshape([1, batch * points * points, -1]);
  for (let l = 0; l < 3; l++) {
    const bias = (p[`location.${l}.bias`] as np.Array).reshape([heads, 1, -1]);
    x = nn.silu(np.matmul(x, p[`location.${l}.weight`] as np.Array).add(bias));
  }
  const location = x.reshape([heads, batch, points, points]).transpose([1, 0, 2, 3]);
  const weights = nn.softmax(content.add(location), -1);
  const mixed = np.matmul(weights, v).transpose([0, 2, 1, 3]).reshape([batch, points, width]);
  return dense("output", mixed);
}

/** The layer in jax-js on its WebGPU backend, ready to be timed. @throws Error where it has no WebGPU device */
export async function jaxCandidate(
  sizes: AttentionSizes,
  group: Group,
  data: AttentionData,
  pass: Pass,
): Promise<Candidate> {
  requireDefaultBinding(sizes);
  if (!(await init("webgpu")).includes("webgpu")) throw new Error("jax-js found no WebGPU device.");
  defaultDevice("webgpu");
  const { batch, points, width } = sizes;
  const parameters = Object.fromEntries(
    [...data.parameters].map(([name, values]) => [
      name,
      np.array(values).reshape(parameterShape(name, values, sizes, group)),
    ]),
  );
  const cells = [batch, points, width];
  const pairs = np.array(pairFeaturesOf(sizes, group, data)).reshape([batch, points, points, group.pairDim]);
  const features = np.array(data.features).reshape(cells);
  const cotangent = np.array(data.cotangent).reshape(cells);
  const forward = jit((x: np.Array, l: np.Array, p: Parameters) => layer(sizes, l, x, p));
  const backward = jit(
    grad((x: np.Array, p: Parameters, l: np.Array, g: np.Array) => layer(sizes, l, x, p).mul(g).sum(), {
      argnums: [0, 1],
    }),
  );
  const owned = () => Object.fromEntries(Object.entries(parameters).map(([name, array]) => [name, array.ref]));
  const once = async () => {
    if (pass === "forward") return [await blockUntilReady(forward(features.ref, pairs.ref, owned()))];
    const [dx, dp] = await blockUntilReady(backward(features.ref, owned(), pairs.ref, cotangent.ref));
    return [dx, ...Object.values(dp)];
  };
  return {
    name: `jax-js ${pass}`,
    async run(repeats) {
      for (let k = 0; k < repeats; k++) for (const array of await once()) array.dispose();
    },
    async result() {
      const [first, ...others] = await once();
      for (const array of others) array.dispose();
      return (await (first as np.Array).data()) as Float32Array;
    },
    destroy() {
      forward.dispose();
      backward.dispose();
      for (const array of [pairs, features, cotangent, ...Object.values(parameters)]) array.dispose();
    },
  };
}
