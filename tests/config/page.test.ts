import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { pageIn } from "../../src/config/page.ts";

test("a link names its page by a key or a word alone, and may carry a config beside it", () => {
  expect(pageIn("#bench")).toBe("bench");
  expect(pageIn("#v=1&page=experiment&preset=springs-quick")).toBe("experiment");
  for (const hash of ["", "#quick", "#v=1&preset=quick", "#page=nowhere", "#page=playground"])
    expect(pageIn(hash)).toBe("playground");
  expect(parseLink("page=experiment&preset=springs-quick&layers=2")).toMatchObject({
    preset: "springs-quick",
    config: { layers: 2 },
    problems: [],
  });
  expect(parseLink("page=nowhere").problems).toEqual([expect.stringMatching(/no page nowhere.*playground, bench/)]);
});
