import type { Tape } from "../../autograd/tape.ts";
import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { seesPlaces } from "../../config/sections/time-attention.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { eventModelOf } from "../models/registry.ts";

/** Kinds of events of a config. */
export const kindsOf = ({ events }: Config): number => eventSources[events].types;

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  eventModelOf(config).declare(layout, config, kindsOf(config));
  return layout;
}

/** Logits of the next kind at each of `size` sequences' events, and what heads attend to. */
export function nextKinds(tape: Tape, config: Config, weights: Weights, size: number) {
  const shape = [size, config.history];
  return eventModelOf(config).record(weights, config, kindsOf(config), {
    types: tape.input("types", shape),
    times: tape.input("times", shape),
    queryTimes: tape.input("query", shape),
    mask: tape.input("mask", shape),
    ...(seesPlaces(config)
      ? { places: tape.input("places", [...shape, 3]), frames: tape.input("frames", [...shape, 1]) }
      : {}),
  });
}
