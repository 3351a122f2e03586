import * as Comlink from "comlink";
import chemistry from "../../../node_modules/openchemlib/dist/resources.json?url";
import { readMolecules } from "../../readers/molecules/molecule-file.ts";
import { readTable } from "./read.ts";

/** OpenChemLib's tables of torsions and force fields, which the page brings along. */
const resources = async (): Promise<string> => (await fetch(new URL(chemistry, self.location.href))).text();

/** Reads files beside the page, which answers meanwhile. */
const readers = {
  readTable,
  readMolecules: (name: string, bytes: Uint8Array<ArrayBuffer>) => readMolecules(name, bytes, resources),
};
export type FileReaders = typeof readers;

Comlink.expose(readers);
