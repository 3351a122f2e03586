import { createStore, del, get, set } from "idb-keyval";
import type { Study } from "./study.ts";

const database = createStore("data-efficiency", "by-settings");

/** The page's studies, in IndexedDB, by the settings that their models share. */
export const studyDatabase = {
  get: (base: string): Promise<Study | undefined> => get(base, database),
  set: (study: Study): Promise<void> => set(study.base, study, database),
  forget: (base: string): Promise<void> => del(base, database),
};
