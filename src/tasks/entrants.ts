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

/** What entrants are called: by their model, and where several have the same, by what sets those apart; else by number. */
export function titlesOf(entrants: readonly Config[]): string[] {
  const titles = entrants.map((config) => {
    const alike = entrants.filter(({ model }) => model === config.model);
    const apart = fieldNames.filter((name) => alike.some((other) => other[name] !== config[name]));
    return [models[config.model].title, apart.map((name) => `${name}=${config[name]}`).join(", ")].join(" ").trim();
  });
  return titles.map((title, k) => {
    const before = titles.slice(0, k).filter((other) => other === title).length;
    return before > 0 ? `${title} (${before + 1})` : title;
  });
}
