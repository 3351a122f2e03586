import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readSmilesLine } from "../../src/readers/molecules/smiles.ts";
import { UnreadableError } from "../../src/readers/table.ts";

const tables = async () => readFileSync("node_modules/openchemlib/dist/resources.json", "utf8");
/** Ends reading in words where a shape would be looked for, which takes a tenth of a second. */
const noTables = () => Promise.reject(new UnreadableError("no tables"));

const mutated = fc
  .tuple(
    fc.constantFrom("C1CC1O", "CC(=O)N[C@H](C)C#N", "c1ccc2[nH]ccc2c1", "F/C=C/F", "[NH3+]CC([O-])=O"),
    fc.array(
      fc.record({
        at: fc.nat(40),
        drop: fc.nat(1),
        put: fc.constantFrom("", ..."CNOFHcnoBrSi[]()=#$:/\\@+-.%0123456789 *~x"),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([line, edits]) =>
    edits.reduce<string>((now, { at, drop, put }) => {
      const from = at % (now.length + 1);
      return now.slice(0, from) + put + now.slice(from + drop);
    }, line),
  );

const readOrRefused = (resources: () => Promise<string>) =>
  fc.asyncProperty(mutated, async (line) => {
    try {
      const { molecule } = await readSmilesLine(line, resources);
      expect(molecule.points.every(Number.isFinite)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableError);
    }
  });

test("10 000 mutated lines of SMILES come as far as their shape, or are refused in words", () =>
  fc.assert(readOrRefused(noTables), { numRuns: 10_000, seed: 17 }));

test("a hundred of them are given a shape, or are refused in words", () =>
  fc.assert(readOrRefused(tables), { numRuns: 100, seed: 17 }));

test.each(["CC.C#N", "[NH3+]CC([.O-])=O"])("%s is refused: it is two molecules", async (line) => {
  await expect(readSmilesLine(line, tables)).rejects.toThrow("2 parts that no bond joins");
});
