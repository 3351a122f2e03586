import { choice, real, whole } from "../field.ts";

export const heading = "Network";
export const when = { model: ["sagpool", "gcn"] };

export const fields = {
  hierarchy: choice(
    [
      "Hierarchy",
      "hierarchical: after each graph convolution nodes are pooled, and what is left is read out; the readouts are added up. global: all convolutions first, side by side, then one pooling.",
    ],
    ["hierarchical", "global"],
    "hierarchical",
  ),
  levels: whole(["Levels", "Graph convolutions."], 1, 5, 3),
  readout: choice(
    [
      "Readout",
      "What is read of the nodes that are left: their largest and mean features, as published, or their sum besides, which knows how many there are.",
    ],
    ["published", "sized"],
    "published",
  ),
  units: whole(["Units", "Features of a node after each convolution."], 2, 256, 32),
  ratio: real(["Kept", "Share of a graph's nodes that stay after a pooling; at least one does."], 0.05, 1, 0.05, 0.5, {
    applies: ({ model }) => model === "sagpool",
  }),
  score: choice(
    [
      "Scored by",
      "What gives each node its score: a graph convolution (gcn), one that sees two steps (two_hop), two in a row (serial), or the mean of two (parallel).",
    ],
    ["gcn", "two_hop", "serial", "parallel"],
    "gcn",
    { applies: ({ model }) => model === "sagpool" },
  ),
  dropout: real(
    ["Dropout", "Share of the head's hidden features that training leaves out, drawn anew for each graph and step."],
    0,
    0.9,
    0.05,
    0.5,
  ),
} as const;
