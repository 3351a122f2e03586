import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readRecording } from "../../../src/engine/recording.ts";
import { correlation } from "../../../src/tasks/events/recovered.ts";
import { trueKernel } from "../../../src/tasks/events/renewal.ts";

test("the trained network that comes with the page has recovered the kernel that its events were drawn by", () => {
  const { probe } = readRecording(readFileSync("public/trained/renewal.json", "utf8"));
  if (probe.task !== "events") throw new Error("The recording is of another task.");
  const [learned] = probe.models[0]?.kernels ?? [];
  expect(correlation(learned ?? [], probe.gaps.map(trueKernel))).toBeGreaterThanOrEqual(0.95);
});
