import { useEffect, useState } from "react";
import { browserFiles } from "../engine/browser-files.ts";
import { reasonOf } from "../text/reason.ts";
import { noteRefusal } from "./stores/storage-store.ts";

/** Data as the page itself reads them, beside its engine. */
export const pageFiles = browserFiles(document.baseURI, noteRefusal);

/**
 * Opens data of a name for what is shown.
 * @param open the same for every name; opens once
 * @returns why they cannot be had, empty while nothing is wrong; whoever asks is drawn anew when they are there
 */
export function useOpening<Name extends string>(name: Name, open: (name: Name) => Promise<unknown>): string {
  const [problem, setProblem] = useState("");
  const [, setOpened] = useState<Name | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how they are opened stays the same.
  useEffect(() => {
    let wanted = true;
    setProblem("");
    open(name).then(
      () => wanted && setOpened(name),
      (error) => wanted && setProblem(reasonOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [name]);
  return problem;
}
