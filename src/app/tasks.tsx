import type { ComponentType } from "react";
import type { Config } from "../config/schema.ts";
import { ConstellationsPage } from "./constellations/page.tsx";
import { ParticlesPage } from "./particles/page.tsx";

/** What there is to see of a task, beside the settings. */
const pages: Readonly<Record<Config["task"], ComponentType>> = {
  constellations: ConstellationsPage,
  particles: ParticlesPage,
};

export const pageOf = ({ task }: Config): ComponentType => pages[task];
