import { pairsIn, wordIn } from "./link-text.ts";

/** Pages; a link names one as `page=bench`, or by the word alone. */
export const pageNames = ["playground", "bench", "experiment"] as const;
export type PageName = (typeof pageNames)[number];

export const isPage = (text: string | null | undefined): text is PageName =>
  (pageNames as readonly (string | null | undefined)[]).includes(text);

/** The page that a hash names: the playground, where it names none. */
export function pageIn(hash: string): PageName {
  const named = wordIn(hash) ?? new Map(pairsIn(hash)).get("page");
  return isPage(named) ? named : "playground";
}
