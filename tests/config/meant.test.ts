import { describe, expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";

describe("what was perhaps meant", () => {
  test.each([
    ["lr=0.01", "there is no setting lr (did you mean rate?)"],
    ["rotation=20", "there is no setting rotation (did you mean rotate?)"],
    ["Group=T2", "there is no setting Group (did you mean group?)"],
    ["widht=8", "there is no setting widht (did you mean width?)"],
    ["learning rate=1", "there is no setting learning rate (did you mean rate?)"],
  ])("%s", (text, problem) => {
    expect(parseLink(`preset=quick&${text}`).problems).toContain(problem);
  });

  test("a choice in another case is named, a preset too", () => {
    expect(parseLink("preset=quick&group=se2").problems[0]).toContain("(did you mean SE2?)");
    expect(parseLink("preset=qiuck").problems[0]).toContain("(did you mean quick?)");
  });

  test("nothing is guessed from what is nothing like it", () => {
    for (const text of ["nonsense=1", "%=1", `${"x".repeat(3000)}=1`])
      expect(parseLink(text).problems.join()).not.toContain("did you mean");
  });

  test("angles go round", () => {
    const { view, problems } = parseLink("preset=quick&rotate=400&yaw=-190");
    expect(problems).toEqual([]);
    expect([view.rotate, view.yaw]).toEqual([40, 170]);
  });
});
