import { bindingsOf, entryPointOf } from "./module.ts";
import { closingOf, isName, matchAt, type Token, textOf } from "./tokens.ts";

/** A linked kernel, and the workgroups it wants. */
interface Part {
  readonly tokens: readonly Token[];
  readonly workgroups: readonly [number, number, number];
  /** What stands behind each of its bindings, in order: parts that read the same thing share a binding. */
  readonly bindings: readonly number[];
}

const DECLARES = ["fn", "struct", "alias", "const", "var"];

/** Names that a module declares, and the places where the members of its structs are declared. */
function declarations(tokens: readonly Token[]): { names: Set<string>; members: Set<number> } {
  const names = new Set<string>();
  const members = new Set<number>();
  for (let at = 0; at < tokens.length; at++) {
    const { text } = tokens[at] as Token;
    if (text === "{") at = closingOf(tokens, at);
    if (!DECLARES.includes(text)) continue;
    // A variable's address space stands between: var<workgroup> name.
    const name = matchAt(tokens, at + 1, ["<"])
      ? tokens.findIndex((token, k) => k > at && token.text === ">") + 1
      : at + 1;
    names.add(tokens[name]?.text as string);
    if (text !== "struct") continue;
    const end = closingOf(tokens, name + 1);
    for (let k = name + 2; k < end; k++) if (tokens[k + 1]?.text === ":") members.add(k);
  }
  return { names, members };
}

/** Every name that a module declares gets the prefix, wherever it stands. */
function prefixed(tokens: readonly Token[], prefix: string): Token[] {
  const { names, members } = declarations(tokens);
  return tokens.map((token, at) =>
    names.has(token.text) && isName(tokens, at) && !members.has(at) ? { ...token, text: prefix + token.text } : token,
  );
}

/** A built-in value of one part, from those of the kernel it has become a piece of. */
function builtin(
  name: string,
  first: number,
  workgroups: Part["workgroups"],
  size: readonly [number, number, number],
): string {
  const [x, y] = workgroups;
  const [sx, sy, sz] = size;
  const group = `vec3u((group.x - ${first}u) % ${x}u, (group.x - ${first}u) / ${x}u % ${y}u, (group.x - ${first}u) / ${x * y}u)`;
  const local = `vec3u(thread % ${sx}u, thread / ${sx}u % ${sy}u, thread / ${sx * sy}u)`;
  if (name === "workgroup_id") return group;
  if (name === "local_invocation_id") return local;
  if (name === "local_invocation_index") return "thread";
  if (name === "global_invocation_id") return `${group} * vec3u(${sx}, ${sy}, ${sz}) + ${local}`;
  throw new Error(`A merged kernel cannot provide ${name}.`);
}

/**
 * Kernels that do not wait for each other as one: the first workgroups run the first part, the next the second, and so
 * on. A dispatch costs a driver 20 to 70 microseconds, and parts too small to fill a GPU by themselves run side by side.
 * @returns WGSL, and what stands behind each binding of it
 * @throws Error if the parts' workgroups are not of one size, or one enables an extension or takes a built-in value that
 *   cannot be had
 */
export function mergeKernels(parts: readonly Part[]): {
  code: string;
  bindings: number[];
  workgroups: [number, number, number];
} {
  const declared: { text: string; thing: number; name: string }[] = [];
  const pieces: string[] = [];
  const calls: string[] = [];
  const threads = new Set<number>();
  let first = 0;
  parts.forEach(({ tokens, workgroups, bindings }, k) => {
    if (tokens[0]?.text === "enable") throw new Error("A kernel that enables an extension does not merge.");
    const { workgroup, builtins, from, to } = entryPointOf(tokens);
    const [x, y, z] = workgroup;
    threads.add(x * y * z);
    const piece = prefixed(tokens, `part${k}_`);
    const dropped = new Set<number>();
    const drop = (start: number, end: number) => {
      for (let at = start; at < end; at++) dropped.add(at);
    };
    drop(from, to);
    const parameters = closingOf(tokens, to + 2);
    for (let at = to; at < parameters; at++) if (matchAt(tokens, at, ["@", "builtin"])) drop(at, at + 5);
    const shared = new Map<string, string>();
    for (const binding of bindingsOf(piece)) {
      const thing = bindings[binding.number] as number;
      const text = `var<storage, ${binding.access}> NAME: ${binding.type};`;
      const same = declared.find((other) => binding.access === "read" && other.text === text && other.thing === thing);
      drop(binding.from, binding.to + 1);
      if (same) shared.set(binding.name, same.name);
      else declared.push({ text, thing, name: binding.name });
    }
    const kept = piece.filter((_, at) => !dropped.has(at));
    pieces.push(textOf(kept.map((token) => ({ ...token, text: shared.get(token.text) ?? token.text }))));
    const values = builtins.map((name) => builtin(name, first, workgroups, workgroup));
    first += workgroups[0] * workgroups[1] * workgroups[2];
    calls.push(`if (group.x < ${first}u) { part${k}_main(${values.join(", ")}); return; }`);
  });
  if (threads.size > 1)
    throw new Error(`Kernels with workgroups of ${[...threads].join(" and ")} threads do not merge.`);
  const header = declared.map(({ text, name }, k) => `@group(0) @binding(${k}) ${text.replace("NAME", name)}`);
  const entry = `@compute @workgroup_size(${[...threads][0]})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  ${calls.join("\n  ")}
}`;
  return {
    code: [...header, ...pieces, entry].join("\n"),
    bindings: declared.map(({ thing }) => thing),
    workgroups: [first, 1, 1],
  };
}
