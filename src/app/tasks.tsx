import type { ComponentType } from "react";
import type { Config } from "../config/schema.ts";
import { AirPage } from "./air/page.tsx";
import { ClassificationPage } from "./classification/page.tsx";
import { ConstellationsPage } from "./constellations/page.tsx";
import { EventsPage } from "./events/page.tsx";
import { GraphsPage } from "./graphs/page.tsx";
import { MoleculesPage } from "./molecules/page.tsx";
import { NbodyPage } from "./nbody/page.tsx";
import { ParticlesPage } from "./particles/page.tsx";
import { ScansPage } from "./scans/page.tsx";
import { SequencesPage } from "./sequences/page.tsx";

/** What there is to see of a task, beside the settings. */
const pages: Readonly<Record<Config["task"], ComponentType>> = {
  constellations: ConstellationsPage,
  scans: ScansPage,
  particles: ParticlesPage,
  nbody: NbodyPage,
  molecules: MoleculesPage,
  graphs: GraphsPage,
  events: EventsPage,
  sequences: SequencesPage,
  air: AirPage,
  classification: ClassificationPage,
};

export const pageOf = ({ task }: Config): ComponentType => pages[task];
