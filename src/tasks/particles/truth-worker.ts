import * as Comlink from "comlink";
import { trueMotion } from "./truth.ts";

/** True motions in a worker of their own: a close passage takes a second, and neither page nor training wait for it. */
const truths = { trueMotion };
export type Truths = typeof truths;

Comlink.expose(truths);
