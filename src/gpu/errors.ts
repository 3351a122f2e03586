/** WebGPU is missing, refused an adapter, or the device was lost. `advice` tells a visitor what to do. */
export class GpuUnavailableError extends Error {
  readonly advice: string;
  constructor(message: string, advice: string) {
    super(message);
    this.name = "GpuUnavailableError";
    this.advice = advice;
  }
}

/** A kernel did not compile, or WebGPU refused a dispatch of it. */
export class KernelError extends Error {
  constructor(kernel: string, detail: string) {
    super(`Kernel ${kernel}: ${detail}`);
    this.name = "KernelError";
  }
}
