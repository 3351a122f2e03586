import { choice } from "../field.ts";
import { taskNames } from "../tasks.ts";

export const heading = "Task";

export const fields = {
  task: choice(
    ["Task", "What is learned: counting the shapes in a cloud, how particles move, or telling clouds of a set apart."],
    taskNames,
    "constellations",
  ),
} as const;
