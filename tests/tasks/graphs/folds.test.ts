import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { collectionNames, collections } from "../../../src/config/collections.ts";
import type { DataFiles } from "../../../src/data/data-files.ts";
import { openCollection } from "../../../src/data/graphs.ts";
import { paddedGraphs } from "../../../src/tasks/graphs/batch.ts";
import { FOLDS, foldsOf, preparedFor } from "../../../src/tasks/graphs/folds.ts";

const disk: DataFiles = { read: async (name) => Uint8Array.from(readFileSync(`public/${name}`)) };

describe.each(collectionNames)("%s", (name) => {
  test("is what the settings take it for", async () => {
    const { graphs, classes, labels } = await openCollection(name, disk);
    const counts = Array.from({ length: classes }, (_, kind) => graphs.filter((graph) => graph.kind === kind).length);
    expect({
      classes,
      labels,
      graphs: graphs.length,
      largest: Math.max(...graphs.map((graph) => graph.labels.length)),
      majority: Math.max(...counts) / graphs.length,
    }).toEqual((({ title: _, published: __, names: ___, ...rest }) => rest)(collections[name]));
    const { names } = collections[name];
    if (names) expect([names.nodes.length, names.classes.length]).toEqual([labels, classes]);
  });

  test("falls into ten parts of one mix, every graph in one", async () => {
    const collection = await openCollection(name, disk);
    const folds = foldsOf(collection);
    expect(folds).toHaveLength(FOLDS);
    expect(folds.flat().sort((a, b) => a - b)).toEqual(collection.graphs.map((_, k) => k));
    for (let kind = 0; kind < collection.classes; kind++) {
      const counts = folds.map((fold) => fold.filter((index) => collection.graphs[index]?.kind === kind).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});

test("a fold's training, validation and test graphs are apart", async () => {
  await openCollection("MUTAG", disk);
  for (let fold = 1; fold <= FOLDS; fold++) {
    const { split } = preparedFor({ collection: "MUTAG", fold });
    const all = [...split.train, ...split.valid, ...split.test];
    expect(new Set(all).size).toBe(188);
    expect(all).toHaveLength(188);
  }
});

test("padded graphs have symmetric edges between nodes that are there, and one label each", () => {
  const graph = { kind: 0, labels: [1, 0, 2], edges: [0, 1, 1, 2] };
  const { features, adjacency, mask } = paddedGraphs([graph], 4, 3);
  expect(Array.from(mask as Float32Array)).toEqual([1, 1, 1, 0]);
  expect(Array.from(adjacency as Float32Array)).toEqual([0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  expect(Array.from(features as Float32Array)).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]);
});
