import type { LocationTerm } from "../term.ts";

/** Heads that do not see where anything is. */
export const none: LocationTerm = { size: () => 0, declare: () => {}, record: () => null };
