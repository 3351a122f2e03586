import { comparedWith } from "../config/comparison.ts";
import { models } from "../config/models.ts";
import { type Config, fieldNames } from "../config/schema.ts";
import { taskOf } from "./registry.ts";

/** The configs that train side by side, the asked one first. */
export function entrantsOf(config: Config): readonly Config[] {
  const task = taskOf(config);
  const compared = comparedWith(config);
  if (!compared) return [config, ...task.companions(config)];
  const others = compared.map((changes): Config => {
    const { model, ...rest } = changes;
    return model && Object.keys(rest).length === 0 ? task.withModel(config, model) : { ...config, ...changes };
  });
  return [config, ...others];
}

/** What entrants are called: by their model, and where two have the same, by what sets them apart from the first. */
export function titlesOf(entrants: readonly Config[]): string[] {
  const [first] = entrants as [Config];
  const titles = entrants.map(({ model }) => models[model].title);
  return entrants.map((config, k) => {
    const title = titles[k] as string;
    if (titles.indexOf(title) === titles.lastIndexOf(title)) return title;
    const apart = fieldNames.filter((name) =>
      entrants.some((other) => other.model === config.model && other[name] !== first[name]),
    );
    return `${title} ${apart.map((name) => `${name}=${config[name]}`).join(", ")}`.trim();
  });
}
