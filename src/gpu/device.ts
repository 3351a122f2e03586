import { Fault } from "../faults/fault.ts";
import { KernelError } from "./errors.ts";
import { wantedLimits } from "./limits.ts";
import { PipelineCache } from "./pipeline-cache.ts";
import { type MeasurementStore, Variants } from "./variants.ts";

/** Text of every WGSL module by its path below `shaders/`, for example `groups/se2.wgsl`. */
export type ShaderSources = Readonly<Record<string, string>>;

/** An open device with what every kernel needs: its pipelines and the shader sources. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly adapterName: string;
  /** Which variant of each kernel runs here. */
  readonly variants: Variants;
  /**
   * Whether kernels that run together do better as one. Software runs them as fast apart, and compiles what is one of its
   * kind for longer than it runs: merging took quick's first step on SwiftShader from 11 to 16 seconds.
   */
  readonly merges: boolean;
  /** Keeps what `variants` knows for the next session, where there is a place for it. */
  remember(): Promise<void>;
  readonly pipelines: PipelineCache;
  readonly sources: ShaderSources;
  /** Throws the first error WebGPU reported outside any error scope since the last call. */
  throwPendingError(): void;
  /** Resolves with the reason when the device is lost. */
  readonly lost: Promise<string>;
  /** Whether it is lost by now: nothing computes on it any more. */
  readonly isLost: boolean;
}

/** Features asked for where the adapter has them. */
const WANTED_FEATURES = ["timestamp-query", "subgroups", "shader-f16"] as const;

/** Chrome before 127 and others tell nothing of an adapter, or only when asked in another way. */
type AdapterInfo = Partial<GPUAdapterInfo>;
async function infoOf(adapter: GPUAdapter): Promise<AdapterInfo> {
  const { info, requestAdapterInfo } = adapter as GPUAdapter & { requestAdapterInfo?: () => Promise<AdapterInfo> };
  return (info as AdapterInfo | undefined) ?? (await requestAdapterInfo?.call(adapter).catch(() => undefined)) ?? {};
}

function describeAdapter(info: AdapterInfo): string {
  const words = [info.description, info.device, info.architecture, info.vendor];
  return words.find((word) => /[a-z]{3}/i.test(word ?? "")) ?? "unknown adapter";
}

const isSoftware = (info: AdapterInfo): boolean =>
  (info.isFallbackAdapter ?? false) ||
  /llvmpipe|lavapipe|swiftshader|software|basic render/i.test(
    `${info.description} ${info.device} ${info.architecture}`,
  );

/** Changes with every kernel: measurements on other code say nothing (FNV-1a). */
function fingerprint(sources: ShaderSources): string {
  let hash = 0x811c9dc5;
  for (const text of Object.values(sources)) {
    for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

/**
 * Opens the fastest adapter the platform offers.
 * @param store where measurements of kernel variants are kept; none are where it is left out
 * @throws Fault, unavailable, when WebGPU or an adapter is missing.
 */
export async function openGpu(sources: ShaderSources, store?: MeasurementStore): Promise<Gpu> {
  const gpu = globalThis.navigator?.gpu;
  if (!gpu) {
    throw new Fault({
      kind: "unavailable",
      what: "This browser does not offer WebGPU. Use a recent Chrome, Edge, Safari 26 or Firefox, and open the page over https or from localhost.",
    });
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new Fault({
      kind: "unavailable",
      what: "WebGPU is here, but it found no graphics adapter. Switch on hardware acceleration in the browser's settings and update the graphics driver. On Linux, Chrome may need --enable-unsafe-webgpu and a Vulkan driver.",
    });
  }
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await adapter
    .requestDevice({ requiredLimits: wantedLimits(adapter), requiredFeatures })
    .catch((error: unknown) => {
      throw new Fault({
        kind: "unavailable",
        what: `The graphics adapter refused to open a device (${error}). Close other pages that use the GPU, or restart the browser.`,
      });
    });
  let pending: KernelError | null = null;
  device.addEventListener("uncapturederror", (event) => {
    pending ??= new KernelError("dispatch", (event as GPUUncapturedErrorEvent).error.message);
  });
  const info = await infoOf(adapter);
  const adapterName = describeAdapter(info);
  const key = `${adapterName} ${fingerprint(sources)}`;
  const variants = new Variants(isSoftware(info) ? "cpu" : "gpu", (await store?.get(key)) ?? {}, {
    subgroups: device.features.has("subgroups"),
    half: device.features.has("shader-f16"),
  });
  let isLost = false;
  const lost = device.lost.then((info) => {
    isLost = true;
    return info.message || info.reason;
  });
  return {
    device,
    adapterName,
    variants,
    merges: variants.target === "gpu",
    async remember() {
      await store?.set(key, variants.measurements);
    },
    pipelines: new PipelineCache(device),
    sources,
    throwPendingError() {
      const error = pending;
      pending = null;
      if (error) throw error;
    },
    lost,
    get isLost() {
      return isLost;
    },
  };
}
