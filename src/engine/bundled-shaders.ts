import type { ShaderSources } from "../gpu/device.ts";

const files = import.meta.glob<string>("../../shaders/**/*.wgsl", { query: "?raw", import: "default", eager: true });

/** Every WGSL module as the bundler packs it: the page's half of what the command line reads from disk. */
export const bundledShaders: ShaderSources = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.replace("../../shaders/", ""), text]),
);
