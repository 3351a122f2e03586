import fc from "fast-check";
import { expect, test } from "vitest";
import { fusedLocation } from "../../src/autograd/operations/attention-locations.ts";
import {
  backwardPlan,
  forwardPlan,
  isShortEnough,
  type Layer,
  neighbourPlan,
  type Variant,
  variants,
} from "../../src/autograd/operations/lie-attention-plan.ts";
import { WORKGROUP_BYTES, WORKGROUPS } from "../../src/gpu/limits.ts";

const layers = fc
  .record({
    batch: fc.integer({ min: 1, max: 300 }),
    elements: fc.integer({ min: 1, max: 4000 }),
    heads: fc.integer({ min: 1, max: 16 }),
    depth: fc.integer({ min: 1, max: 64 }),
    location: fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 12 })).map(([hidden, pairDim]) => {
        return fusedLocation({ heads: 1, hidden, activation: "swish" }, pairDim);
      }),
      fc.integer({ min: 1, max: 32 }).map((waves) => {
        return fusedLocation({ heads: 1, hidden: 1, activation: "swish", waves }, 1);
      }),
    ),
    neighbours: fc.integer({ min: 1, max: 256 }),
  })
  .map(({ neighbours, depth, location: { size: weights, record, turns }, ...sizes }) => {
    const layer = { ...sizes, weights, record, turns, width: depth * sizes.heads };
    return {
      all: { ...layer, keys: layer.elements } satisfies Layer,
      near: { ...layer, keys: Math.min(neighbours, layer.elements) } satisfies Layer,
    };
  });

const each = (check: (variant: Variant, layer: Layer, near: Layer) => void) =>
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(variants)), layers, (variant, { all, near }) =>
      check(variant, all, near),
    ),
    { seed: 3, numRuns: 2000 },
  );

test("every query has a thread, and the parts of its keys share a workgroup", () =>
  each((variant, layer) => {
    const { workgroups, constants } = forwardPlan(variant, layer);
    const { WORKGROUP, PARTS } = constants;
    expect(Number.isInteger(Math.log2(PARTS)) && WORKGROUP % PARTS === 0).toBe(true);
    expect(PARTS === 1 || layer.keys >= 2 * PARTS).toBe(true);
    const blocks = layer.batch * Math.ceil(layer.elements / variant.lanes);
    expect(workgroups[0] * WORKGROUP).toBeGreaterThanOrEqual(blocks * PARTS);
    expect((workgroups[0] - 1) * WORKGROUP).toBeLessThan(blocks * PARTS);
    expect(workgroups[1]).toBe(layer.heads);
    if (isShortEnough(layer)) expect(Math.ceil(layer.keys / PARTS) * (1 + layer.turns)).toBeLessThanOrEqual(65_535);
    // What half of the parts hand over.
    const handed = PARTS > 1 ? (WORKGROUP / 2) * 4 * variant.lanes * (layer.width / layer.heads + 2) : 0;
    expect(handed).toBeLessThanOrEqual(WORKGROUP_BYTES);
  }));

test("the backward kernel's tiles cover every query, its splits every key, and no loop is too long", () =>
  each((variant, layer) => {
    const { workgroups, constants } = backwardPlan(variant, layer);
    const { WORKGROUP, THREADS, SEGMENTS, SLOTS, SPLITS, TILES, QUERIES, SHARE, ROUNDS } = constants;
    expect(THREADS * SEGMENTS).toBeLessThanOrEqual(WORKGROUP);
    expect(TILES * THREADS * variant.lanes).toBeGreaterThanOrEqual(layer.elements);
    expect(SLOTS).toBeLessThanOrEqual(TILES);
    expect(SLOTS).toBeLessThanOrEqual(16);
    expect(SPLITS).toBeLessThanOrEqual(8);
    expect(SHARE).toBe((QUERIES * layer.width) / layer.heads);
    expect(ROUNDS * SHARE).toBeGreaterThan(0);
    expect(workgroups[0] * SEGMENTS).toBeGreaterThanOrEqual(SLOTS * layer.batch);
    for (const count of workgroups) expect(count).toBeLessThanOrEqual(WORKGROUPS);
    const span = Math.ceil(layer.elements / SPLITS);
    const turns = Math.ceil(TILES / SLOTS) * span * (1 + layer.turns);
    if (isShortEnough(layer) && layer.turns > 0) expect(turns).toBeLessThanOrEqual(65_535);
    // Where memory may not grow any more, loops do.
    if (SLOTS < Math.min(TILES, 16) || SPLITS < Math.min(8, Math.ceil(layer.elements / 16)))
      expect(turns).toBeLessThanOrEqual(32_768);
  }));

test("over neighbours, workgroups walk over all queries in as many tiles", () =>
  each((variant, _, layer) => {
    const { workgroups, constants } = neighbourPlan(variant, layer);
    const { WORKGROUP, GROUPS, TILES, SHARE, ROUNDS } = constants;
    const blocks = layer.batch * Math.ceil(layer.elements / variant.lanes);
    expect(GROUPS * TILES * WORKGROUP).toBeGreaterThanOrEqual(blocks);
    expect(workgroups).toEqual([GROUPS, layer.heads, 1]);
    expect(TILES * (layer.keys + 1)).toBeLessThanOrEqual(32_768 + layer.keys + 1);
    expect(SHARE * ROUNDS).toBeGreaterThan(0);
  }));
