/** WebGPU is missing, refused an adapter, or the device was lost; says what is wrong and what a visitor can do. */
export class GpuUnavailableError extends Error {
  override readonly name = "GpuUnavailableError";
}

/** A kernel did not compile, or WebGPU refused a dispatch of it. */
export class KernelError extends Error {
  override readonly name = "KernelError";
  constructor(kernel: string, detail: string) {
    super(`Kernel ${kernel}: ${detail}`);
  }
}
