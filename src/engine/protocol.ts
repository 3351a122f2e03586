import type { Config } from "../config/schema.ts";
import type { Motion } from "../lie/rigid-motion.ts";
import type { RollOut } from "../tasks/particles/roll-out.ts";
import type { ParticleSystem } from "../tasks/particles/systems.ts";
import type { Metrics } from "../tasks/task.ts";
import type { History } from "./history.ts";
import type { RunHead } from "./runs.ts";

/** The border between the engine and whoever drives it: everything here crosses a worker boundary. */

/** One number a model; the baseline has none when the config is itself the baseline. */
export type PerModel<T> = { readonly main: T; readonly baseline: T | null };

export interface ModelSummary {
  readonly adapter: string;
  /** Which of the devices that were opened so far, from 1. */
  readonly device: number;
  readonly parameters: PerModel<number>;
  /** Dispatches and bytes of buffers of one training step, both models together. */
  readonly dispatches: number;
  readonly bytes: number;
}

export type EngineEvent =
  /** Losses of steps just finished; speed in training steps a second, both models together. */
  | {
      readonly type: "progress";
      readonly steps: readonly { step: number; loss: PerModel<number> }[];
      readonly speed: number;
    }
  | { readonly type: "metrics"; readonly step: number; readonly metrics: PerModel<Metrics> }
  | { readonly type: "running"; readonly running: boolean; readonly step: number }
  /** Something went wrong in words for a person; the last good state was kept. */
  | { readonly type: "problem"; readonly message: string }
  /** That device is gone; the next build opens another one, and `resume` goes on from the last good state. */
  | { readonly type: "lost"; readonly reason: string; readonly device: number }
  /** The browser keeps nothing that the engine gives it, and why. */
  | { readonly type: "unkept"; readonly reason: string };

/** A run that goes on where an earlier visit left it. */
export interface Reopened {
  readonly summary: ModelSummary;
  readonly step: number;
  readonly history: History;
}

/** Parameters of the main model as a file. */
export interface Weights {
  readonly step: number;
  readonly safetensors: Uint8Array<ArrayBuffer>;
}

/** A cloud that a visitor looks at. */
export interface CloudRequest {
  readonly task: "constellations";
  /** Index into the test clouds. */
  readonly cloud: number;
  readonly motion: Motion;
  /** Whether the moved cloud keeps its lift, moved along, or draws fresh stabiliser samples. */
  readonly lift: "moved" | "fresh";
  /** Query point whose attention is wanted; an absent one gives way to the first present one. */
  readonly point: number;
}

export interface CloudProbe {
  readonly task: "constellations";
  readonly request: CloudRequest;
  /** [n, 2] before and after the motion, presence and pattern of each point. */
  readonly points: Float32Array;
  readonly moved: Float32Array;
  readonly mask: Float32Array;
  readonly pattern: Uint8Array;
  /** Directions of the lifted elements, unit vectors [n, S, 2], before and after; null without stabiliser samples. */
  readonly frames: { readonly original: Float32Array; readonly moved: Float32Array } | null;
  /** True count of each pattern. */
  readonly labels: readonly number[];
  readonly models: PerModel<CountProbe>;
  /** Attention of the query point's elements, averaged over lift samples: [layers][heads][n], before and after. */
  readonly attention: { readonly original: number[][][]; readonly moved: number[][][] };
}

export interface CountProbe {
  /** Probability of each count, [patterns][classes], before and after the motion. */
  readonly original: number[][];
  readonly moved: number[][];
  /** |y' - y| / |y| of the logits. */
  readonly change: number;
  /** The same for the points' features after each layer, pooled over lift samples; empty for the baseline. */
  readonly layers: number[];
}

/** A particle system whose future a visitor looks at. */
export interface RollOutRequest extends RollOut {
  readonly task: "particles";
}

export interface RollOutProbe {
  readonly task: "particles";
  readonly request: RollOutRequest;
  /** Whose future it is. */
  readonly system: ParticleSystem;
  readonly models: PerModel<Future>;
}

/** What a model says will happen. */
export interface Future {
  /** States [T, 2 n d] from the start as it is, and from its moved copy. */
  readonly given: Float32Array;
  readonly states: Float32Array;
  /** Of the moved copy at every state: learned forces [T, n d], and potential energies [T] where the model has them. */
  readonly forces: Float32Array;
  readonly potential: Float32Array | null;
}

/** What a visitor looks at, by task. */
export type ProbeRequest = CloudRequest | RollOutRequest;
export type Probe = CloudProbe | RollOutProbe;

/** What the page may ask of the engine, in its worker or beside it. */
export interface Engine {
  /**
   * Builds the models of a config; the running ones stay until that succeeded.
   * @param preset whose name the config goes by
   * @throws DeviceLostError, GpuUnavailableError, or with the reason why this config cannot be
   */
  configure(config: Config, preset: string): Promise<ModelSummary>;
  train(): void;
  stop(): void;
  /** One step, then stop. */
  stepOnce(): void;
  reset(): void;
  /**
   * Builds what ran on a new device and goes on from the last good state.
   * @param change settings that leave the networks' parameters as they are
   * @throws as `configure`; the last good state is kept for the next attempt
   */
  resume(change?: Partial<Config>): Promise<ModelSummary>;
  /** Runs that are kept besides this one, the newest first. */
  runs(): Promise<RunHead[]>;
  /** Goes on with one of them, as a run that takes its place. @throws as `configure`; Error where it is gone */
  reopen(id: string): Promise<Reopened>;
  forget(id: string): Promise<void>;
  /** Null where the request is of another task than the model: it was asked before the model changed. */
  probe(request: ProbeRequest): Promise<Probe | null>;
  /** Of a lost device the last good ones. */
  weights(which: "last" | "best"): Promise<Weights>;
}
