/** WebGPU is missing or refused an adapter or a device; says what is wrong and what a visitor can do. */
export class GpuUnavailableError extends Error {
  override readonly name = "GpuUnavailableError";
}

/** The device is gone, by the browser, the driver or the machine; another one may be opened. */
export class DeviceLostError extends Error {
  override readonly name = "DeviceLostError";
}

/** A kernel did not compile, or WebGPU refused a dispatch of it. */
export class KernelError extends Error {
  override readonly name = "KernelError";
  constructor(kernel: string, detail: string) {
    super(`Kernel ${kernel}: ${detail}`);
  }
}
