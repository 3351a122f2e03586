import { link } from "wesl";
import type { ShaderSources } from "./device.ts";
import { unrollLoops } from "./unroll.ts";

/** A kernel before compilation: a module below `shaders/` with its constants, or WGSL text that may import modules. */
export interface KernelSource {
  readonly label: string;
  /** Path of the root module below `shaders/`, or null when `code` is given. */
  readonly module?: string;
  readonly code?: string;
  readonly constants?: Readonly<Record<string, number>>;
  readonly conditions?: Readonly<Record<string, boolean>>;
  /** Text of modules that lie in no file, by name. */
  readonly generated?: Readonly<Record<string, string>>;
  /** Modules linked under another name, for example `group` -> `groups/se2.wgsl`. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Links a kernel's WESL modules and constants into plain WGSL, its constant loops unrolled and its bindings numbered anew. */
export async function linkKernel(kernel: KernelSource, sources: ShaderSources): Promise<string> {
  if (kernel.code && !kernel.code.startsWith("import")) return kernel.code;
  const weslSrc: Record<string, string> = { ...sources, ...(kernel.code ? { "main.wgsl": kernel.code } : {}) };
  for (const [name, path] of Object.entries(kernel.modules ?? {})) {
    const text = sources[path];
    if (text === undefined) throw new Error(`There is no shader ${path} for ${kernel.label}.`);
    weslSrc[`${name}.wgsl`] = text;
  }
  for (const [name, text] of Object.entries(kernel.generated ?? {})) weslSrc[`${name}.wgsl`] = text;
  const linked = await link({
    weslSrc,
    rootModuleName: (kernel.module ?? "main").replace(/\.wgsl$/, ""),
    ...(kernel.constants ? { constants: { ...kernel.constants } } : {}),
    ...(kernel.conditions ? { conditions: { ...kernel.conditions } } : {}),
  });
  return closedUp(unrollLoops(linked.dest));
}

/** Numbers bindings without gaps, in the order of the numbers they have: a variant may leave some out. */
function closedUp(code: string): string {
  const numbers = [...code.matchAll(/@binding\((\d+)\)/g)].map((match) => Number(match[1]));
  const order = [...new Set(numbers)].sort((a, b) => a - b);
  return code.replace(/@binding\((\d+)\)/g, (_, number) => `@binding(${order.indexOf(Number(number))})`);
}
