import type { Field, Settings, Values } from "./field.ts";
import * as air from "./sections/air.ts";
import * as attention from "./sections/attention.ts";
import * as cdsa from "./sections/cdsa.ts";
import * as classification from "./sections/classification.ts";
import * as clouds from "./sections/clouds.ts";
import * as constellations from "./sections/constellations.ts";
import * as events from "./sections/events.ts";
import * as fibres from "./sections/fibres.ts";
import * as fullyConnected from "./sections/fully-connected.ts";
import * as graphNetwork from "./sections/graph-network.ts";
import * as graphs from "./sections/graphs.ts";
import * as group from "./sections/group.ts";
import * as lieTransformer from "./sections/lie-transformer.ts";
import * as linformer from "./sections/linformer.ts";
import * as model from "./sections/model.ts";
import * as molecules from "./sections/molecules.ts";
import * as motion from "./sections/motion.ts";
import * as nbody from "./sections/nbody.ts";
import * as particles from "./sections/particles.ts";
import * as scans from "./sections/scans.ts";
import type { Section } from "./sections/section.ts";
import * as sequences from "./sections/sequences.ts";
import * as task from "./sections/task.ts";
import * as timeAttention from "./sections/time-attention.ts";
import * as training from "./sections/training.ts";

/** All sections, in the order they are shown and asked for conflicts. A new one is a file, and a line in each list. */
const sections: readonly Section[] = [
  task,
  particles,
  nbody,
  motion,
  constellations,
  scans,
  classification,
  molecules,
  graphs,
  events,
  sequences,
  air,
  clouds,
  model,
  fullyConnected,
  group,
  attention,
  fibres,
  graphNetwork,
  timeAttention,
  linformer,
  cdsa,
  lieTransformer,
  training,
];

/** All fields of a config, in the order they are shown. */
export const fields = {
  ...task.fields,
  ...particles.fields,
  ...nbody.fields,
  ...motion.fields,
  ...constellations.fields,
  ...scans.fields,
  ...classification.fields,
  ...molecules.fields,
  ...graphs.fields,
  ...events.fields,
  ...sequences.fields,
  ...air.fields,
  ...clouds.fields,
  ...model.fields,
  ...fullyConnected.fields,
  ...group.fields,
  ...attention.fields,
  ...fibres.fields,
  ...graphNetwork.fields,
  ...timeAttention.fields,
  ...linformer.fields,
  ...cdsa.fields,
  ...lieTransformer.fields,
  ...training.fields,
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

export type Config = Values<typeof fields>;

/** Settings that do not go together: why, and a change that mends it. */
export interface Conflict {
  readonly reason: string;
  readonly fix: Partial<Config>;
}

/** The change as a link would write it. */
export const fixInWords = ({ fix }: Pick<Conflict, "fix">): string =>
  Object.entries(fix)
    .map(([name, value]) => (value === "" ? `the usual ${name}` : `${name}=${value}`))
    .join(", ");

/** Whether a section means anything beside some settings. */
const speaks = ({ when }: Section, { task, model }: Settings): boolean =>
  (when?.task?.includes(String(task)) ?? true) && (when?.model?.includes(String(model)) ?? true);

/** Fields under a heading. */
export const namesUnder = (heading: Section["heading"]): FieldName[] =>
  sections.filter((section) => section.heading === heading).flatMap(({ fields }) => Object.keys(fields) as FieldName[]);

/** The headings that settings stand under, and the fields that mean anything beside the others, in order. */
export const shownFields = (settings: Settings): readonly { heading: Section["heading"]; names: FieldName[] }[] =>
  [...new Set(sections.map(({ heading }) => heading))].map((heading) => ({
    heading,
    names: sections
      .filter((section) => section.heading === heading && speaks(section, settings))
      .flatMap(({ fields }) =>
        Object.entries(fields)
          .filter(([, field]) => field.applies?.(settings) ?? true)
          .map(([name]) => name as FieldName),
      ),
  }));

/** What does not go together in a config by itself, whatever it is compared with. */
export const ownConflicts = (config: Config): Conflict[] =>
  sections.filter((section) => speaks(section, config)).flatMap(({ conflicts }) => conflicts?.(config) ?? []);

/** The config with what must change for its settings to go together. A conflict's fix may bring up another. */
export function mended(config: Config): Config {
  const [conflict] = ownConflicts(config);
  return conflict ? mended({ ...config, ...conflict.fix }) : config;
}
