import type { Config } from "../config/schema.ts";

/** Whether the page can show what a config is about; other tasks train from the command line. */
export const hasPage = ({ task }: Config): boolean => task === "constellations";
