import { presets } from "../../config/presets.ts";
import { type Config, fields, mended } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { withGroup } from "../../config/with-group.ts";
import { OWN, ownFiles } from "../../engine/browser-files.ts";
import { usualGroup } from "../../lie/registry.ts";
import type { Table } from "../../readers/table.ts";
import { settingsOf } from "../../tasks/classification/labelled.ts";
import { fitted, openSet, type SetColumns, setOf, setText } from "../../tasks/classification/set.ts";
import { engine } from "../engine/engine.ts";
import { noteRefusal } from "../stores/storage-store.ts";
import { look } from "../stores/view-store.ts";

/** Points that fit into attention's pairs on most GPUs. */
const MOST_POINTS = 256;

/** A name for a file's contents: the first digits of their SHA-256. */
async function nameOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `${OWN}${Array.from(digest.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("")}.csv`;
}

/**
 * Keeps a table's labelled clouds in this browser, and begins a run that learns to tell them apart.
 * @throws UnreadableError, or Error that says what is too much
 */
export async function trainOn(table: Table, columns: SetColumns): Promise<void> {
  const set = fitted(setOf("own", table, columns));
  const bytes = new TextEncoder().encode(setText(set)) as Uint8Array<ArrayBuffer>;
  const name = await nameOf(bytes);
  const settings = settingsOf(await openSet(name, { read: async () => bytes }));
  const { max } = fields.kinds.range;
  if (settings.kinds > max) throw new Error(`it has ${settings.kinds} kinds; ${max} is the most`);
  if (settings.slots < 2) throw new Error("its clouds are single points");
  if (settings.slots > MOST_POINTS)
    throw new Error(`its largest cloud has ${settings.slots} points; ${MOST_POINTS} is the most`);
  const kept = await ownFiles(noteRefusal).set(name, bytes);
  if (!kept) throw new Error("this browser keeps no files, and the engine reads them from there");
  const base = presets.outlines?.config as Config;
  const config: Config = { ...base, ...settings };
  look({ own: "", cloud: 1, point: 0, layer: 0, head: 0 });
  await engine().configure("outlines", withGroup(mended(config), usualGroup(dimensionOf(config))), true);
}
