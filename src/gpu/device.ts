import { GpuUnavailableError, KernelError } from "./errors.ts";
import { PipelineCache } from "./pipeline-cache.ts";

/** Text of every WGSL module by its path below `shaders/`, for example `groups/se2.wgsl`. */
export type ShaderSources = Readonly<Record<string, string>>;

/** Whether kernels run on a graphics processor or on the processor's own cores (llvmpipe, SwiftShader). */
export type Target = "gpu" | "cpu";

/** An open device with what every kernel needs: its pipelines and the shader sources. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly adapterName: string;
  readonly target: Target;
  readonly pipelines: PipelineCache;
  readonly sources: ShaderSources;
  /** Throws the first error WebGPU reported outside any error scope since the last call. */
  throwPendingError(): void;
  /** Resolves with the reason when the device is lost. */
  readonly lost: Promise<string>;
}

/** Limits asked for where the adapter has them; everything fits the WebGPU defaults without. */
const WANTED_LIMITS = ["maxStorageBufferBindingSize", "maxBufferSize", "maxComputeWorkgroupStorageSize"] as const;

function describeAdapter(info: GPUAdapterInfo): string {
  const words = [info.description, info.device, info.architecture, info.vendor];
  return words.find((word) => /[a-z]{3}/i.test(word ?? "")) ?? "unknown adapter";
}

const isSoftware = (info: GPUAdapterInfo): boolean =>
  info.isFallbackAdapter ||
  /llvmpipe|lavapipe|swiftshader|software|basic render/i.test(
    `${info.description} ${info.device} ${info.architecture}`,
  );

/**
 * Opens the fastest adapter the platform offers.
 * @throws GpuUnavailableError when WebGPU or an adapter is missing.
 */
export async function openGpu(sources: ShaderSources): Promise<Gpu> {
  const gpu = globalThis.navigator?.gpu;
  if (!gpu) {
    throw new GpuUnavailableError(
      "This browser does not offer WebGPU. Use a recent Chrome, Edge, Safari 26 or Firefox, and open the page over https or from localhost.",
    );
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new GpuUnavailableError(
      "WebGPU is here, but it found no graphics adapter. Switch on hardware acceleration in the browser's settings and update the graphics driver. On Linux, Chrome may need --enable-unsafe-webgpu and a Vulkan driver.",
    );
  }
  const requiredLimits: Record<string, number> = {};
  for (const limit of WANTED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const device = await adapter
    .requestDevice({
      requiredLimits,
      requiredFeatures: adapter.features.has("timestamp-query") ? ["timestamp-query"] : [],
    })
    .catch((error: unknown) => {
      throw new GpuUnavailableError(
        `The graphics adapter refused to open a device (${error}). Close other pages that use the GPU, or restart the browser.`,
      );
    });
  let pending: KernelError | null = null;
  device.addEventListener("uncapturederror", (event) => {
    pending ??= new KernelError("dispatch", (event as GPUUncapturedErrorEvent).error.message);
  });
  return {
    device,
    adapterName: describeAdapter(adapter.info),
    target: isSoftware(adapter.info) ? "cpu" : "gpu",
    pipelines: new PipelineCache(device),
    sources,
    throwPendingError() {
      const error = pending;
      pending = null;
      if (error) throw error;
    },
    lost: device.lost.then((info) => info.message || info.reason),
  };
}
