import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import fixtures from "./links-v1.json" with { type: "json" };

/** What links opened to when `v=1` was written down; `differs` is told from `standard`. Never edit a value; what came later is not in it. */
test.each(fixtures.links)("$link opens as it always has", ({ link, preset, differs, problems }) => {
  const opened = parseLink(link);
  expect(opened.preset).toBe(preset);
  expect({ ...opened.config, ...opened.view }).toMatchObject({ ...fixtures.standard, ...differs });
  expect(opened.problems).toHaveLength(problems.length);
});
