import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { adamRates, learningRate } from "../../src/training/learning-rate.ts";

const { config } = parseLink("preset=quick&steps=100&rate=0.01");

test("cosine falls from the rate to zero, constant stays", () => {
  const cosine = { ...config, schedule: "cosine" as const };
  expect(learningRate(cosine, 0)).toBeCloseTo(0.01);
  expect(learningRate(cosine, 50)).toBeCloseTo(0.005);
  expect(learningRate(cosine, 100)).toBeCloseTo(0);
  expect(learningRate({ ...config, schedule: "constant" }, 77)).toBe(0.01);
});

test("Adam's bias correction changes with the step", () => {
  const { beta1, beta2 } = config;
  const [first, second] = [adamRates(config, 0), adamRates(config, 1)];
  expect(first[0]).toBeCloseTo(learningRate(config, 0) / (1 - beta1), 6);
  expect(second[0]).toBeCloseTo(learningRate(config, 1) / (1 - beta1 ** 2), 6);
  expect(first[1]).toBeCloseTo(1 / (1 - beta2), 0);
});
