import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import type { Candidate } from "../../gpu/compare.ts";
import type { Group } from "../../lie/group.ts";
import type { AttentionData, AttentionSizes, Pass } from "../attention.ts";
import { pairFeaturesOf, parameterShape, requireDefaultBinding } from "./pair-features.ts";

type Parameters = Readonly<Record<string, tf.Tensor>>;

/** The same layer in TensorFlow.js, with the pair features given to it. */
function layer(sizes: AttentionSizes, pairs: tf.Tensor, features: tf.Tensor, p: Parameters): tf.Tensor {
  const { batch, points, heads, width } = sizes;
  const depth = width / heads;
  const flat = tf.reshape(features, [batch * points, width]);
  const dense = (name: string, x: tf.Tensor) =>
    tf.add(tf.matMul(x, p[`${name}.weight`] as tf.Tensor, false, true), p[`${name}.bias`] as tf.Tensor);
  // [B N, C] -> [B H, N, d]
  const split = (x: tf.Tensor) =>
    tf.reshape(tf.transpose(tf.reshape(x, [batch, points, heads, depth]), [0, 2, 1, 3]), [-1, points, depth]);
  const [q, k, v] = ["query", "key", "value"].map((name) => split(dense(name, flat))) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const content = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(depth));
  let x: tf.Tensor = tf.tile(tf.reshape(pairs, [1, batch * points * points, -1]), [heads, 1, 1]);
  for (let l = 0; l < 3; l++) {
    const bias = tf.reshape(p[`location.${l}.bias`] as tf.Tensor, [heads, 1, -1]);
    x = tf.add(tf.matMul(x, p[`location.${l}.weight`] as tf.Tensor), bias);
    x = tf.mul(x, tf.sigmoid(x));
  }
  const location = tf.transpose(tf.reshape(x, [heads, batch, points * points]), [1, 0, 2]);
  const weights = tf.softmax(tf.add(content, tf.reshape(location, [batch * heads, points, points])));
  const mixed = tf.transpose(tf.reshape(tf.matMul(weights, v), [batch, heads, points, depth]), [0, 2, 1, 3]);
  return dense("output", tf.reshape(mixed, [batch * points, width]));
}

/** The layer in TensorFlow.js on its WebGPU backend, ready to be timed. @throws Error where it has no WebGPU device */
export async function tensorflowCandidate(
  sizes: AttentionSizes,
  group: Group,
  data: AttentionData,
  pass: Pass,
): Promise<Candidate> {
  requireDefaultBinding(sizes);
  if (!(await tf.setBackend("webgpu"))) throw new Error("TensorFlow.js found no WebGPU device.");
  const { batch, points, width } = sizes;
  const names = [...data.parameters.keys()];
  const parameters = [...data.parameters].map(([name, values]) =>
    tf.tensor(values, parameterShape(name, values, sizes, group)),
  );
  const pairs = tf.tensor(pairFeaturesOf(sizes, group, data), [batch, points, points, group.pairDim]);
  const features = tf.tensor(data.features, [batch, points, width]);
  const cotangent = tf.tensor(data.cotangent, [batch * points, width]);
  const output = (x: tf.Tensor, ...p: tf.Tensor[]) =>
    layer(sizes, pairs, x, Object.fromEntries(names.map((name, k) => [name, p[k] as tf.Tensor])));
  const backward = tf.grads((x: tf.Tensor, ...p: tf.Tensor[]) => tf.sum(tf.mul(output(x, ...p), cotangent)));
  const once = (): tf.Tensor[] =>
    tf.tidy(() => (pass === "forward" ? [output(features, ...parameters)] : backward([features, ...parameters])));
  const backend = tf.backend() as unknown as {
    readonly device: GPUDevice;
    /** What is recorded and not submitted yet. */
    readonly commandEncoder: GPUCommandEncoder | null;
    submitQueue(): void;
  };
  return {
    name: `TensorFlow.js ${pass}`,
    async run(repeats) {
      for (let k = 0; k < repeats; k++) tf.dispose(once());
      if (backend.commandEncoder) backend.submitQueue();
      await backend.device.queue.onSubmittedWorkDone();
    },
    async result() {
      const results = once();
      const values = await (results[0] as tf.Tensor).data<"float32">();
      tf.dispose(results);
      return values;
    },
    destroy: () => tf.dispose([pairs, features, cotangent, ...parameters]),
  };
}
