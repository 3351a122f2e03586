import { expect, test } from "vitest";
import { conflictsIn } from "../../src/config/comparison.ts";
import { lighterLoad } from "../../src/config/lighter.ts";
import { parseLink } from "../../src/config/link.ts";

const lighter = (link: string) => lighterLoad(parseLink(`preset=quick&${link}`).config);

test("the lighter load halves the largest computation at least, as long as it can", () => {
  for (const norm of ["layer_pre", "batch_pre"]) {
    for (const batch of [1, 2, 3, 7, 8, 12, 15, 32, 97]) {
      let { config } = parseLink(`preset=quick&batch=${batch}&norm=${norm}`);
      for (let load = lighterLoad(config); load; load = lighterLoad(config)) {
        const next = { ...config, ...load };
        expect(conflictsIn(next)).toEqual([]);
        expect(next.batch / next.accumulate).toBeLessThanOrEqual(config.batch / config.accumulate / 2);
        config = next;
      }
      expect(config.batch / config.accumulate).toBe(1);
    }
  }
});

test("a batch keeps its size where it can", () => {
  expect(lighter("batch=8")).toEqual({ accumulate: 2 });
  expect(lighter("batch=7")).toEqual({ accumulate: 7 });
  expect(lighter("batch=8&accumulate=8")).toBeNull();
  expect(lighter("batch=8&norm=batch_pre")).toEqual({ batch: 4 });
});

test("a network with batch norm that is compared keeps the batch in one piece", () => {
  const { config } = parseLink("preset=quick&compare=norm:batch_pre");
  expect(lighterLoad(config)).toEqual({ batch: 16 });
});
