import type { Tape } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { sequenceModelOf } from "../models/registry.ts";
import { tokensOf } from "./data.ts";

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  sequenceModelOf(config).declare(layout, config, tokensOf(config));
  return layout;
}

/** Logits of `size` sequences, and what heads attend to. */
export function classified(tape: Tape, config: Config, weights: Weights, size: number) {
  const { positions } = config;
  const mask = tape.constant(new Array(size * positions).fill(1), [size, positions]);
  const tokens = tape.input("tokens", [size, positions]);
  return sequenceModelOf(config).record(weights, config, tokensOf(config), { tokens, mask });
}
