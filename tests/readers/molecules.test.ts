import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formulaOf } from "../../src/molecules/molecule.ts";
import { readMolecules } from "../../src/readers/molecules/molecule-file.ts";
import type { ReadMolecule } from "../../src/readers/molecules/read-molecule.ts";
import { UnreadableError } from "../../src/readers/table.ts";

const chemistry = async () => readFileSync("node_modules/openchemlib/dist/resources.json", "utf8");
const encode = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const frames = (text: string, name = "text") => readMolecules(name, encode(text), chemistry);
/** Of files that can be read whole. */
const read = async (text: string): Promise<ReadMolecule[]> =>
  (await frames(text)).map((frame) => {
    if ("problem" in frame) throw new UnreadableError(frame.problem);
    return frame;
  });

const water = "3\nwater\nO 0 0 0.119\nH 0 0.763 -0.477\nH 0 -0.763 -0.477\n";
const v2000 = `water
  x

  3  2  0  0  0  0  0  0  0  0999 V2000
    0.0000    0.0000    0.1190 O   0  0
    0.0000    0.7630   -0.4770 H   0  0
    0.1000   -0.7630   -0.4770 H   0  0
  1  2  1  0
  1  3  1  0
M  END
`;
const v3000 = `water
  x

  0  0  0     0  0            999 V3000
M  V30 BEGIN CTAB
M  V30 COUNTS 3 2 0 0 0
M  V30 BEGIN ATOM
M  V30 1 O 0 0 0.119 0
M  V30 2 H 0 0.763 -0.477 0
M  V30 3 H 0.1 -0.763 -0.477 0
M  V30 END ATOM
M  V30 BEGIN BOND
M  V30 1 1 1 2
M  V30 2 1 1 3
M  V30 END BOND
M  V30 END CTAB
M  END
`;
const pdb = `HETATM    1  O   HOH A   1       0.000   0.000   0.119  1.00  0.00           O
HETATM    2  H1  HOH A   1       0.000   0.763  -0.477  1.00  0.00           H
HETATM    3  H2  HOH A   1       0.100  -0.763  -0.477  1.00  0.00
END
`;

describe("molecules are read", () => {
  test("from XYZ, a frame or several, or lines of atoms alone", async () => {
    const [one, two] = await read(water + water.replace("water", "again"));
    expect([one?.name, two?.name]).toEqual(["water", "again"]);
    expect(formulaOf((one as NonNullable<typeof one>).molecule.z)).toBe("H2O");
    expect(Array.from(one?.molecule.points ?? [])).toEqual(
      [0, 0, 0.119, 0, 0.763, -0.477, 0, -0.763, -0.477].map(Math.fround),
    );
    expect(await read("8 0 0 0\n1,0.96,0,0\nh -0.24 0.93 0")).toHaveLength(1);
  });

  test.each([
    ["MOL V2000", v2000, 1],
    ["MOL V3000", v3000, 1],
    ["SDF of both", `${v2000}$$$$\n${v3000}$$$$\n`, 2],
    ["PDB", pdb, 1],
    ["PDB of two models", `MODEL 1\n${pdb}ENDMDL\nMODEL 2\n${pdb}ENDMDL\n`, 2],
  ])("from %s", async (_, text, count) => {
    const found = await read(text);
    expect(found).toHaveLength(count);
    for (const { molecule } of found) {
      expect(Array.from(molecule.z)).toEqual([8, 1, 1]);
      // Told apart from its mirror image by the third atom.
      expect(Array.from(molecule.points, (value) => Number(value.toFixed(3)) + 0)).toEqual([
        0, 0, 0.119, 0, 0.763, -0.477, 0.1, -0.763, -0.477,
      ]);
    }
  });

  test("from SMILES, with a shape and what that shape is worth", async () => {
    const [found] = await read("CCO");
    expect(formulaOf((found as NonNullable<typeof found>).molecule.z)).toBe("C2H6O");
    expect(found?.notes.join()).toContain("force field");
  });
});

describe("what is odd is said", () => {
  test("bohr taken for angstrom", async () => {
    const inBohr = water.replaceAll(/(-?\d+\.\d+)/g, (value) => String(Number(value) / 0.529177));
    const [found] = await read(inBohr);
    expect(found?.notes.join()).toContain("taken as bohr");
    expect(found?.molecule.points[4]).toBeCloseTo(0.763, 3);
  });

  test("missing hydrogens, atoms by themselves", async () => {
    expect((await read("C 0 0 0\nC 1.5 0 0"))[0]?.notes.join()).toContain("no hydrogen");
    expect((await read("O 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\nF 9 9 9"))[0]?.notes.join()).toContain("bonded to none");
  });

  test.each([
    ["C 0 0 0\nS 1.8 0 0", "line 2: “S” is none of H, C, N, O, F"],
    ["C 0 0 0\nC 0.1 0 0", "lines 1 and 2: two atoms are 0.10 angstrom apart"],
    ["C 0 0 x", "line 1: “C 0 0 x” is no element with three coordinates"],
    ["C 0 0 1e999", "line 1"],
    ["5\nfive\nC 0 0 0", "it ends after line 3; 5 atoms were announced in line 1"],
    [Array.from({ length: 65 }, (_, k) => `H ${k} 0 0`).join("\n"), "has 65 atoms; 64 is the most"],
    ["", "it is empty"],
    ["C1CC(", "is no SMILES"],
    ["CS", "“S” is none of"],
    ["HETATM    1 CL1  LIG A   1       0.000   0.000   0.119", "line 1: “CL” is none of"],
    ["ATOM      1  C   LIG A   1         abc   0.000   0.119", "line 1: columns 31 to 54 are no three coordinates"],
    ["x\n\n\n  0  0  0     0  0            999 V2000\nM  END", "its counts line announces no atoms"],
  ])("%j is refused", async (text, reason) => {
    await expect(read(text)).rejects.toThrow(reason);
  });
});

test("one frame that cannot be read leaves the others, and says where it is", async () => {
  const sulphur = v2000.replace(" H   0", " S   0");
  const [first, second, third] = await frames(`${v2000}$$$$\n${sulphur}$$$$\n${v3000}$$$$\n`);
  expect([first, third].every((frame) => frame && "molecule" in frame)).toBe(true);
  expect(second).toEqual({ name: "water", problem: expect.stringMatching(/^line 17: “S” is none of H, C, N, O, F/) });
  await expect(frames(`${sulphur}$$$$\n${sulphur}`)).rejects.toThrow("line 6: “S”");
});

describe("whatever is made of a file, it is read or refused in words", () => {
  const files = { xyz: water + water, mol: v2000, v3000, pdb };
  test.each(Object.entries(files))("10 000 mutated files of %s", async (_, text) => {
    const edit = fc.record({ at: fc.nat(text.length), drop: fc.nat(6), put: fc.string({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const changed = edits.reduce((now, { at, drop, put }) => now.slice(0, at) + put + now.slice(at + drop), text);
        try {
          // A line without coordinates would be SMILES, which take their time.
          if (/^\S+$/.test(changed.trim())) return;
          for (const { molecule } of await read(changed)) {
            expect(molecule.points.every(Number.isFinite)).toBe(true);
            expect(molecule.z.length).toBeLessThanOrEqual(64);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableError);
        }
      }),
      { numRuns: 10_000, seed: 17 },
    );
  });
});
