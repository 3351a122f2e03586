import type { Config } from "../../config/schema.ts";
import { readSmiles } from "../../data/qm9.ts";
import { pageFiles } from "../data.ts";

const lines = new Map<Config["molecules"], Promise<readonly string[]>>();

/** SMILES of the molecules, in their order. @throws as `readSmiles` */
export function smilesOf(extent: Config["molecules"]): Promise<readonly string[]> {
  const known = lines.get(extent) ?? readSmiles(extent, pageFiles);
  lines.set(extent, known);
  known.catch(() => lines.delete(extent));
  return known;
}
