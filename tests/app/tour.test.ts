import { expect, test } from "vitest";
import { promise } from "../../src/app/constellations/tour.ts";
import { parseLink } from "../../src/config/link.ts";

const promised = (link: string) => promise(parseLink(link).config);

test("what is promised of the Set Transformer is said only where it stands beside", () => {
  for (const group of ["SE2", "T2", "Trivial2"]) {
    expect(promised(`preset=quick&group=${group}`)).toContain("Set Transformer's");
    expect(promised(`preset=quick&group=${group}&compare=set-transformer;group:T2`)).toContain("Set Transformer's");
    for (const compare of ["none", "group:T2"]) {
      expect(promised(`preset=quick&group=${group}&compare=${compare}`)).toContain("LieTransformer's answer");
      expect(promised(`preset=quick&group=${group}&compare=${compare}`)).not.toContain("Set Transformer");
    }
  }
});
