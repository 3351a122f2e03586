import { excerpt, KernelError } from "./errors.ts";

/** Compiled compute pipelines by WGSL text: equal text is compiled once per device. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** @throws KernelError with the lines around the place when the WGSL does not compile. */
  get(label: string, code: string): Promise<GPUComputePipeline> {
    let pipeline = this.#pipelines.get(code);
    if (!pipeline) {
      pipeline = this.#compile(label, code);
      this.#pipelines.set(code, pipeline);
    }
    return pipeline;
  }

  async #compile(label: string, code: string): Promise<GPUComputePipeline> {
    this.#device.pushErrorScope("validation");
    const module = this.#device.createShaderModule({ label, code });
    const scope = this.#device.popErrorScope();
    const info = await module.getCompilationInfo?.();
    const fault = info?.messages.find((message) => message.type === "error");
    if (fault) {
      throw new KernelError(label, `${fault.message} at line ${fault.lineNum}:\n${excerpt(code, fault.lineNum)}`);
    }
    const invalid = await scope;
    if (invalid) throw new KernelError(label, invalid.message);
    try {
      return await this.#device.createComputePipelineAsync({
        label,
        layout: "auto",
        compute: { module, entryPoint: "main" },
      });
    } catch (error) {
      throw new KernelError(label, String(error));
    }
  }
}
