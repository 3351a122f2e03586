import "./fibres.css";
import type { Field } from "../../config/field.ts";
import { models } from "../../config/models.ts";
import { type Config, type FieldName, fields, mended, shownFields } from "../../config/schema.ts";
import { engine } from "../engine/engine.ts";
import { anew } from "../panels/add-network.tsx";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";

/** Settings that gain or lose a symmetry, each as what it changes and what comes of it. */
const choices: readonly { readonly title: string; readonly change: Partial<Config>; readonly tells: string }[] = [
  {
    title: "Scalars alone",
    change: { degrees: 1 },
    tells: "hidden features say how far and how strong; the last layer alone makes arrows of them",
  },
  { title: "Scalars and vectors", change: { degrees: 2 }, tells: "hidden features can point" },
  {
    title: "Up to degree 2",
    change: { degrees: 3 },
    tells: "hidden features can tell shapes apart that point nowhere",
  },
  {
    title: "Rotations alone",
    change: { parity: "all" },
    tells: "kernels of odd order between vectors may tell mirror images apart",
  },
  { title: "Mirror images too", change: { parity: "even" }, tells: "kernels that tell left from right are left out" },
  { title: "No places", change: { places: "none" }, tells: "points know their neighbours alone" },
  {
    title: "From the middle",
    change: { places: "middle" },
    tells: "a point knows the vector from the middle to itself",
  },
  {
    title: "Upright",
    change: { places: "upright" },
    tells: "a point knows its height, so that rotations about the vertical are held and no others",
  },
];

/** Whether a setting means anything beside others, and they leave the choice of a value. */
const isOffered = (name: FieldName, value: unknown, config: Config): boolean => {
  const field: Field = fields[name];
  return (
    shownFields(config).some(({ names }) => names.includes(name)) && (field.offers?.(String(value), config) ?? true)
  );
};

/** Degrees, parity and places of a network of fibres, as switches: each begins anew. */
export function Switches() {
  const preset = useConfig((state) => wantedOf(state).preset);
  const config = useConfig((state) => wantedOf(state).config);
  const asShipped = useRun((state) => state.asShipped);
  if (!models[config.model].holds) return null;
  const shown = choices.filter(({ change }) =>
    Object.entries(change).every(([name, value]) => isOffered(name as FieldName, value, config)),
  );
  const group = (setting: FieldName, label: string) => (
    <fieldset aria-label={label}>
      {shown
        .filter(({ change }) => setting in change)
        .map(({ title, change, tells }) => {
          const own = Object.entries(change).every(([name, value]) => config[name as keyof Config] === value);
          return (
            <label key={title} title={tells}>
              <input
                type="radio"
                name={label}
                checked={own}
                onChange={() => void engine().configure(preset, mended({ ...config, ...change }), true)}
              />
              {title}
            </label>
          );
        })}
    </fieldset>
  );
  const told = shown.filter(({ change }) =>
    Object.entries(change).every(([name, value]) => config[name as keyof Config] === value),
  );
  return (
    <section className="panel switches" aria-label="Symmetry">
      <h2>What its features are</h2>
      {group("degrees", "Degrees")}
      {group("parity", "Parity")}
      {shown.some(({ change }) => "places" in change) && group("places", "Places")}
      <p className="note">
        Now {told.map(({ tells }) => tells).join("; ")}. A change trains from scratch. {anew(asShipped)}
      </p>
    </section>
  );
}
