import type { Config } from "../config/schema.ts";

/** Learning rate of step t = 0, 1, ..: constant, or cosine decay to zero at `config.steps`. */
export function learningRate(config: Config, step: number): number {
  if (config.schedule === "constant") return config.rate;
  return config.rate * 0.5 * (1 + Math.cos((Math.PI * Math.min(step, config.steps)) / config.steps));
}

const EPSILON = 1e-8;

/** What `adam` reads at step t = 0, 1, ..: rate / (1 - b1^(t+1)), 1 / (1 - b2^(t+1)), b1, b2, epsilon, weight decay. */
export function adamRates(config: Config, step: number): Float32Array<ArrayBuffer> {
  const { beta1, beta2, decay } = config;
  return new Float32Array([
    learningRate(config, step) / (1 - beta1 ** (step + 1)),
    1 / (1 - beta2 ** (step + 1)),
    beta1,
    beta2,
    EPSILON,
    decay,
  ]);
}
