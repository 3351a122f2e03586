import * as Comlink from "comlink";
import type { FileReaders } from "./reader-worker.ts";

let started: Comlink.Remote<FileReaders> | null = null;

/** Readers of files in a worker of their own, which starts when a file first comes. */
export function fileReaders(): Comlink.Remote<FileReaders> {
  started ??= Comlink.wrap<FileReaders>(
    new Worker(new URL("./reader-worker.ts", import.meta.url), { type: "module", name: "reader" }),
  );
  return started;
}
