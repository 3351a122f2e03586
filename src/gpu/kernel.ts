import { link, wgslStandardAttributes } from "wesl";
import type { ShaderSources } from "./device.ts";
import { KernelError } from "./errors.ts";
import { bindingsOf, closeUpBindings, entryPointOf } from "./wgsl/module.ts";
import { type Token, tokensOf } from "./wgsl/tokens.ts";
import { UNROLL, unrollLoops } from "./wgsl/unroll.ts";

// The linker drops attributes that it does not know.
wgslStandardAttributes.add(UNROLL);

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

/** A kernel as plain WGSL. */
export interface LinkedKernel {
  readonly tokens: readonly Token[];
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Access and type of each binding, in order. */
  readonly types: readonly string[];
}

async function linkedText(kernel: KernelSource, sources: ShaderSources): Promise<string> {
  if (kernel.code && !kernel.code.startsWith("import")) return kernel.code;
  const weslSrc: Record<string, string> = { ...sources, ...(kernel.code ? { "main.wgsl": kernel.code } : {}) };
  for (const [name, path] of Object.entries(kernel.modules ?? {})) {
    const text = sources[path];
    if (text === undefined) throw new Error(`There is no shader ${path}.`);
    weslSrc[`${name}.wgsl`] = text;
  }
  for (const [name, text] of Object.entries(kernel.generated ?? {})) weslSrc[`${name}.wgsl`] = text;
  const linked = await link({
    weslSrc,
    rootModuleName: (kernel.module ?? "main").replace(/\.wgsl$/, ""),
    ...(kernel.constants ? { constants: { ...kernel.constants } } : {}),
    ...(kernel.conditions ? { conditions: { ...kernel.conditions } } : {}),
  });
  return linked.dest;
}

/**
 * Links a kernel's modules and constants into plain WGSL, its marked loops unrolled and its bindings numbered anew.
 * @throws KernelError that names the kernel, whatever goes wrong
 */
export async function linkKernel(kernel: KernelSource, sources: ShaderSources): Promise<LinkedKernel> {
  try {
    // What a kernel says of itself is read before its loops are written out, a hundred times as long.
    const short = closeUpBindings(tokensOf(await linkedText(kernel, sources)));
    const [x, y, z] = entryPointOf(short).workgroup;
    const types = bindingsOf(short).map(({ access, type }) => `${access} ${type}`);
    return { tokens: unrollLoops(short), threads: x * y * z, types };
  } catch (error) {
    throw new KernelError(kernel.label, error instanceof Error ? error.message : String(error));
  }
}
