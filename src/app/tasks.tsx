import type { ComponentType } from "react";
import type { Config } from "../config/schema.ts";
import { ClassificationPage } from "./classification/page.tsx";
import { ConstellationsPage } from "./constellations/page.tsx";
import { ParticlesPage } from "./particles/page.tsx";

/** What there is to see of a task, beside the settings. */
const pages: Readonly<Record<Config["task"], ComponentType>> = {
  constellations: ConstellationsPage,
  particles: ParticlesPage,
  classification: ClassificationPage,
};

export const pageOf = ({ task }: Config): ComponentType => pages[task];
