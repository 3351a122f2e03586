import { whole } from "../field.ts";

export const heading = "Network";
export const when = { model: ["hfc", "fc"] };

export const fields = {
  mlp_width: whole(["Net width", "Units of a hidden layer."], 4, 512, 256),
  mlp_layers: whole(["Net layers", "Hidden layers."], 1, 8, 4),
} as const;
