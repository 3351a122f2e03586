import * as Comlink from "comlink";
import { readTable } from "./read.ts";

/** Reads files beside the page, which answers meanwhile. */
const reader = { readTable };
export type PointReader = typeof reader;

Comlink.expose(reader);
