import * as v from "valibot";
import { catalogue } from "./catalogue.ts";
import type { DataFiles, Watch } from "./data-files.ts";
import { readJson } from "./json-file.ts";
import { BrokenFileError, readPacked } from "./packed-file.ts";

/** What one user was given, one badge after the other. */
interface User {
  /** Index of each badge's name. */
  readonly types: readonly number[];
  /** Days since the first. */
  readonly times: readonly number[];
}

/** Users' badges. */
export interface Badges {
  readonly names: readonly string[];
  readonly users: readonly User[];
}

const SECONDS_A_DAY = 86_400;

const count = v.pipe(v.number(), v.integer());
const schema = v.object({
  badges: v.record(v.string(), v.string()),
  users: v.array(v.tuple([v.array(count), v.array(v.number())])),
});

/**
 * Reads { badges: {id: name}, users: [[ids, seconds]] }: of each user the ids of badges, the first one's Unix time and the
 * gaps that follow.
 * @throws BrokenFileError that names the file, the user and the event
 */
export function readBadges(file: string, text: string): Badges {
  const broken = (what: string) => new BrokenFileError(`${file} ${what}.`);
  const found = readJson(file, text, schema, "file of badges");
  const ids = Object.keys(found.badges).sort((a, b) => Number(a) - Number(b));
  const places = new Map(ids.map((id, k) => [Number(id), k]));
  const users = found.users.map(([own, seconds], u): User => {
    const user = `user ${u + 1} of ${found.users.length}`;
    if (own.length !== seconds.length)
      throw broken(`is broken: ${user} has ${own.length} badges and ${seconds.length} times`);
    if (own.length < 2) throw broken(`is broken: ${user} has ${own.length} badges; two are the least`);
    const unknown = own.findIndex((id) => !places.has(id));
    if (unknown >= 0) throw broken(`is broken: badge ${unknown + 1} of ${user} has the unknown id ${own[unknown]}`);
    const back = seconds.findIndex((gap, k) => k > 0 && !(gap >= 0));
    if (back >= 0)
      throw broken(
        `is broken: at badge ${back + 1} of ${user} time goes back by ${-(seconds[back] as number)} seconds`,
      );
    let time = 0;
    return {
      types: own.map((id) => places.get(id) as number),
      times: seconds.map((gap, k) => {
        time += k === 0 ? 0 : gap / SECONDS_A_DAY;
        return time;
      }),
    };
  });
  return { names: ids.map((id) => found.badges[id] as string), users };
}

let opened: Badges | null = null;

/** Opens the badges that come with the page, once. @throws as `readPacked` */
export async function openBadges(files: DataFiles, watch?: Watch): Promise<Badges> {
  if (opened) return opened;
  const { folder, files: packed } = catalogue.badges;
  const bytes = await readPacked(files, folder, packed.badges, watch?.signal);
  opened = readBadges(packed.badges.file, new TextDecoder().decode(bytes));
  return opened;
}

/** @throws Error before they have been opened */
export function openedBadges(): Badges {
  if (!opened) throw new Error("The badges have not been opened.");
  return opened;
}
