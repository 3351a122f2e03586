import { compile } from "../../autograd/compile.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape } from "../../autograd/tape.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { filledBy } from "./baselines.ts";
import { type AirWindow, drawWindow, MEASUREMENTS, standardAir } from "./data.ts";
import { filledIn, STATIONS } from "./network.ts";
import type { Cut } from "./request.ts";
import { windowBatch } from "./windows.ts";

/** A window of test hours that a visitor looks at, and a stretch that is hidden besides. */
export interface AirRequest {
  readonly task: "air";
  readonly index: number;
  readonly cut: Cut | null;
}

export interface AirProbe {
  readonly task: "air";
  readonly request: AirRequest;
  readonly window: AirWindow;
  readonly stations: readonly string[];
  readonly columns: readonly { readonly name: string; readonly unit: string }[];
  /** Kilometres east and north, [stations, 2]. */
  readonly places: Float32Array;
  /** A value means deviation times it, and the mean. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** What fills in without learning. */
  readonly time: Float32Array;
  readonly place: Float32Array;
  /** What each network fills in, [T, stations, MEASUREMENTS]; one an entrant. */
  readonly models: readonly Float32Array[];
}

async function compiled(gpu: Gpu, { config, parameters }: Trained): Promise<Program> {
  const tape = new Tape(gpu.variants);
  return compile(gpu, { prediction: filledIn(tape, config, parameters.record(tape), 1).output });
}

/** The window with a stretch hidden that was measured. */
function withCut(window: AirWindow, cut: Cut | null): AirWindow {
  if (!cut) return window;
  const [station, m, from, to] = cut;
  if (station >= STATIONS || m >= MEASUREMENTS) return window;
  const hours = window.values.length / (STATIONS * MEASUREMENTS);
  const hidden = window.hidden.slice();
  for (let hour = Math.max(0, from); hour < Math.min(hours, to); hour++) {
    const k = (hour * STATIONS + station) * MEASUREMENTS + m;
    hidden[k] = window.observed[k] as number;
  }
  return { ...window, hidden };
}

/** What all networks fill into a window. */
export async function openAirProbe(gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<AirRequest, AirProbe>> {
  const programs = await allOrNone(trained.map((own) => compiled(gpu, own)));
  const { config } = trained[0] as Trained;
  return {
    async run(request) {
      const { stations, columns, places, mean, deviation } = standardAir();
      const window = withCut(drawWindow(config, "test", "blocks", request.index % config.tests), request.cut);
      const models = await Promise.all(
        programs.map(async (program, k) => {
          const batch = windowBatch((trained[k] as Trained).config, [window]);
          for (const { name } of program.inputs) program.write(name, batch[name] as Float32Array<ArrayBuffer>);
          program.run();
          return (await program.read("prediction")).prediction;
        }),
      );
      return {
        task: "air",
        request,
        window,
        stations: stations.map(({ name }) => name),
        columns: columns.slice(0, MEASUREMENTS),
        places,
        mean,
        deviation,
        ...filledBy(window, places),
        models,
      };
    },
    destroy() {
      for (const program of programs) program.destroy();
    },
  };
}
