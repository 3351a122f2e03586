import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { parseStarts, startsOf, withoutStart, withStart } from "../../src/config/starts.ts";

const place = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 3 });

describe("starts in a link", () => {
  test("hold each particle's last place, to three decimals, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), place), { maxLength: 8 }), (moves) => {
        const text = moves.reduce((starts, [particle, at]) => withStart(starts, particle, at), "");
        const last = new Map(moves);
        const expected = [...last].sort(([a], [b]) => a - b);
        const read = parseStarts(text);
        expect(read.map(({ particle }) => particle)).toEqual(expected.map(([particle]) => particle));
        read.forEach(({ at }, k) => {
          const wanted = expected[k]?.[1] ?? [];
          expect(at).toHaveLength(wanted.length);
          at.forEach((value, axis) => {
            expect(Math.abs(value - (wanted[axis] as number))).toBeLessThanOrEqual(5.1e-4);
          });
        });
        const link = parseLink(`preset=springs-quick&starts=${text}`);
        expect(link.view.starts).toBe(text);
      }),
      { seed: 3 },
    );
  });

  test("are forgotten one by one", () => {
    const text = withStart(withStart("", 2, [0.5, -1]), 1, [0, 0]);
    expect(withoutStart(text, 2)).toBe("1:0,0");
    expect(withoutStart(withoutStart(text, 2), 1)).toBe("");
    expect(withoutStart(text, 5)).toBe(text);
  });

  test("of particles or dimensions that are not there are named and left out", () => {
    const text = "2:0.5,0.5;9:1,1;3:1,1,1";
    const { problems } = parseLink(`preset=springs-quick&starts=${text}`);
    expect(problems.join()).toMatch(/particle 9 at 1, 1, but there are 6 particles in 2 dimensions/);
    expect(startsOf(text, 6, 2)).toEqual([{ particle: 2, at: [0.5, 0.5] }]);
    expect(startsOf(text, 6, 3)).toEqual([{ particle: 3, at: [1, 1, 1] }]);
  });

  test.each(["1:0", "1:a,b", "1:0,0;", "0,0", "1:1e5,0", "1:NaN,0"])(
    "%s is refused with what would be right",
    (text) => {
      const { view, problems } = parseLink(`preset=springs-quick&starts=${text}`);
      expect(view.starts).toBe("");
      expect(problems.join()).toContain("2:0.3,-0.15;5:1,0");
    },
  );
});
