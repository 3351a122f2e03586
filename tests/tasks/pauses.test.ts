import { afterEach, expect, test, vi } from "vitest";
import { withPauses } from "../../src/tasks/pauses.ts";

afterEach(() => vi.restoreAllMocks());

test("what takes its time lets others have a turn, in order and without a piece less", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  let turns = 0;
  const other = setInterval(() => turns++);
  const slowly = function* () {
    for (let k = 0; k < 20; k++) {
      now += 30;
      yield k;
    }
  };
  const seen: number[] = [];
  for await (const k of withPauses(slowly())) seen.push(k);
  clearInterval(other);
  expect(seen).toEqual(Array.from({ length: 20 }, (_, k) => k));
  expect(turns).toBeGreaterThan(0);
});
