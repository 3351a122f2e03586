import { whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["particles", "nbody"] };

export const fields = {
  systems: whole(["Systems", "Systems to learn from, one stretch of motion of each."], 1, 100_000, 100),
} as const;
