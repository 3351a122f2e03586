import { collectionNames } from "../collections.ts";
import { choice, whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["graphs"] };

export const fields = {
  collection: choice(
    [
      "Collection",
      "Graphs whose classes are told apart: molecules that change genes (MUTAG) or cause cancer (PTC-MR), act against cancer cells (NCI1, NCI109), enzymes of six classes (ENZYMES), proteins that are enzymes or not (PROTEINS).",
    ],
    collectionNames,
    "MUTAG",
  ),
  fold: whole(
    [
      "Fold",
      "Of ten parts with the same mix of classes, the one that is for tests; the next one is for validation, the others are learned from.",
    ],
    1,
    10,
    1,
  ),
} as const;
