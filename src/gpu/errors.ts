/** A kernel did not compile, or WebGPU refused a dispatch of it. */
export class KernelError extends Error {
  override readonly name = "KernelError";
  constructor(kernel: string, detail: string) {
    super(`Kernel ${kernel}: ${detail}`);
  }
}
