import { expect, test } from "vitest";
import { Planner } from "../../src/autograd/passes/plan.ts";
import { shareCommon } from "../../src/autograd/passes/share.ts";
import { Tape } from "../../src/autograd/tape.ts";
import { type Edges, edgesOf, mutualEdges } from "../../src/nn/fibres/edges.ts";
import { fibreShape } from "../../src/nn/fibres/fibre.ts";
import { declareMessages, messages } from "../../src/nn/fibres/messages.ts";
import { ParameterLayout } from "../../src/nn/parameters.ts";

const scalars = fibreShape([[0, 2]]);
const nets = [{ name: "kernel", out: scalars }] as const;
const options = { parity: "all", scalars: 0, hidden: 4, relative: "none" } as const;

/** Threads of the kernel that sends along edges of three sets of five points. */
function threadsFor(edges: (tape: Tape) => Edges): unknown {
  const tape = new Tape();
  const layout = new ParameterLayout();
  declareMessages(layout, "", scalars, nets, options);
  const weights = new Map(layout.slices.map(({ name, shape }) => [name, tape.input(name, shape)]));
  weights.set("radial", tape.input("radial", [layout.size]));
  const features = new Map([[0, tape.input("features", [3, 5, 1, 2])]]);
  const outputs = [...messages(weights, "", nets, options, { features, edges: edges(tape), heads: 1 }).values()];
  const { calls } = new Planner([...new Set(shareCommon(outputs).values())], outputs);
  return calls.find(({ kernel }) => kernel.label.startsWith("forward"))?.kernel.constants?.GROUPS;
}

test("edges there and back are one thread's where everybody sends to everybody", () => {
  const points = (tape: Tape) => ({ points: tape.input("points", [3, 5, 3]), mask: tape.input("mask", [3, 5]) });
  expect(threadsFor((tape) => mutualEdges(points(tape)))).toBe((3 * 5 * 4) / 2);
  // In general edges point i is among its own senders too, and of 75 edges there are 76 with the padding.
  expect(threadsFor((tape) => edgesOf(points(tape)))).toBe(76);
});
