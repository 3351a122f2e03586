import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { ShaderSources } from "../gpu/device.ts";

/** Every WGSL module, read from disk: the command line's half of what a bundler does for the page. */
export function readShaderFiles(): ShaderSources {
  const root = fileURLToPath(new URL("../../shaders", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".wgsl"));
  return Object.fromEntries(
    files.map((file) => [relative(root, join(root, file)), readFileSync(join(root, file), "utf8")]),
  );
}
