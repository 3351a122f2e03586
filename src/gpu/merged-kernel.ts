import { constantOf } from "./unroll.ts";

/** Linked WGSL with one entry point `main`, and the workgroups it wants. */
interface Part {
  readonly code: string;
  readonly workgroups: readonly [number, number, number];
  /** What stands behind each of its bindings, in order: parts that read the same thing share a binding. */
  readonly bindings: readonly number[];
}

const DECLARATION = /^(?:@[\w()., ]+\s+)*(?:fn|struct|alias|const|var(?:<[\w, ]+>)?)\s+(\w+)/gm;
const BINDING = /^@group\(0\) @binding\((\d+)\) var<storage, (read|read_write)> (\w+): ?([^;]+);$/gm;
const ENTRY = /@compute\s+@workgroup_size\(([^)]*)\)\s*fn main\(([^{]*)\)\s*\{/;
const PARAMETER = /@builtin\((\w+)\)\s*\w+\s*:\s*[\w<>]+/g;

function entryOf(code: string): { size: number[]; builtins: string[] } {
  const entry = ENTRY.exec(code);
  if (!entry) throw new Error("A kernel has no entry point main.");
  const [, sizes, parameters] = entry as unknown as [string, string, string];
  const size = sizes.split(",").map((text) => constantOf(code, text.trim()));
  return {
    size: [...size, 1, 1].slice(0, 3),
    builtins: [...parameters.matchAll(PARAMETER)].map((match) => match[1] as string),
  };
}

/** Threads of a workgroup. */
export const threadsOf = (code: string): number => entryOf(code).size.reduce((a, b) => a * b, 1);

/** Declared type of each binding, in order. */
export const bindingTypes = (code: string): string[] =>
  [...code.matchAll(BINDING)]
    .sort((a, b) => Number(a[1]) - Number(b[1]))
    .map(([, , access, , type]) => `${access} ${type}`);

/** Every name that a module declares gets the prefix, wherever it stands. */
function prefixed(code: string, prefix: string): string {
  const names = [...code.matchAll(DECLARATION)].map((match) => match[1] as string);
  const anyName = new RegExp(`(?<![.\\w])(${names.join("|")})(?!\\w)`, "g");
  return code.replace(anyName, `${prefix}$1`);
}

/** A built-in value of one part, from those of the kernel it has become a piece of. */
function builtin(name: string, first: number, workgroups: Part["workgroups"], size: readonly number[]): string {
  const [x, y] = workgroups;
  const [sx, sy, sz] = size as [number, number, number];
  const group = `vec3u((group.x - ${first}u) % ${x}u, (group.x - ${first}u) / ${x}u % ${y}u, (group.x - ${first}u) / ${x * y}u)`;
  const local = `vec3u(lane % ${sx}u, lane / ${sx}u % ${sy}u, lane / ${sx * sy}u)`;
  if (name === "workgroup_id") return group;
  if (name === "local_invocation_id") return local;
  if (name === "local_invocation_index") return "lane";
  if (name === "global_invocation_id") return `${group} * vec3u(${sx}, ${sy}, ${sz}) + ${local}`;
  throw new Error(`A merged kernel cannot provide ${name}.`);
}

/**
 * Kernels that do not wait for each other as one: the first workgroups run the first part, the next the second, and so
 * on. A dispatch costs a driver 20 to 70 microseconds, and parts too small to fill a GPU by themselves run side by side.
 * @returns WGSL, and what stands behind each binding of it
 */
export function mergeKernels(parts: readonly Part[]): {
  code: string;
  bindings: number[];
  workgroups: [number, number, number];
} {
  const declared: { text: string; thing: number; name: string }[] = [];
  const pieces: string[] = [];
  const calls: string[] = [];
  let first = 0;
  parts.forEach(({ code, workgroups, bindings }, k) => {
    const { size, builtins } = entryOf(code);
    let body = prefixed(code, `part${k}_`)
      .replace(/@compute\s+@workgroup_size\([^)]*\)\s*/, "")
      .replace(/@builtin\(\w+\)\s*/g, "");
    for (const [line, at, access, name, type] of [...body.matchAll(BINDING)] as unknown as string[][]) {
      const thing = bindings[Number(at)] as number;
      const text = `var<storage, ${access}> NAME: ${type};`;
      const same = declared.find((other) => access === "read" && other.text === text && other.thing === thing);
      body = body.replace(line as string, "");
      if (same) body = body.replace(new RegExp(`\\b${name}\\b`, "g"), same.name);
      else declared.push({ text, thing, name: name as string });
    }
    pieces.push(body);
    const total = workgroups[0] * workgroups[1] * workgroups[2];
    const values = builtins.map((name) => builtin(name, first, workgroups, size));
    first += total;
    calls.push(`if (group.x < ${first}u) { part${k}_main(${values.join(", ")}); return; }`);
  });
  const header = declared.map(({ text, name }, k) => `@group(0) @binding(${k}) ${text.replace("NAME", name)}`);
  const entry = `@compute @workgroup_size(${threadsOf((parts[0] as Part).code)})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  ${calls.join("\n  ")}
}`;
  return {
    code: [...header, ...pieces, entry].join("\n"),
    bindings: declared.map(({ thing }) => thing),
    workgroups: [first, 1, 1],
  };
}
