import { choice } from "../field.ts";
import { taskNames } from "../tasks.ts";

export const heading = "Task";

export const fields = {
  task: choice(
    [
      "Task",
      "What is learned: counting the shapes in a cloud, which solid was scanned, how particles move, where charges will be, properties of molecules, classes of graphs, what comes next in a sequence of events, what a long sequence holds, what stations did not measure, or telling clouds of a set apart.",
    ],
    taskNames,
    "constellations",
  ),
} as const;
