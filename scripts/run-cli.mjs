// Runs src/cli/NAME.ts in Deno, whose WebGPU (wgpu) needs no browser. On a machine without a GPU it picks a software
// Vulkan driver: Mesa's llvmpipe, the faster one, or the SwiftShader that comes with Chromium.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const softwareDrivers = () => {
  const folder = "/usr/share/vulkan/icd.d";
  const mesa = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.startsWith("lvp_"))
        .map((file) => join(folder, file))
    : [];
  return [...mesa, "/usr/lib/chromium/vk_swiftshader_icd.json"].filter(existsSync);
};

const [name, ...rest] = process.argv.slice(2);
const env = { ...process.env, XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? "/tmp", DENO_NO_UPDATE_CHECK: "1" };
const hardware = existsSync("/dev/dri") || process.platform !== "linux";
if (!hardware && !env.VK_ICD_FILENAMES) {
  const [driver] = softwareDrivers();
  if (!driver) {
    console.error("No GPU and no software Vulkan driver here. Install one: apt-get install -y mesa-vulkan-drivers");
    process.exit(1);
  }
  env.VK_ICD_FILENAMES = driver;
}
const deno = new URL("../node_modules/deno/bin.cjs", import.meta.url).pathname;
const script = new URL(`../src/cli/${name}.ts`, import.meta.url).pathname;
const run = spawnSync(
  process.execPath,
  [deno, "run", "--quiet", "--no-config", "--node-modules-dir=manual", "--unstable-webgpu", "-A", script, ...rest],
  { stdio: "inherit", env },
);
if (run.signal) console.error(`Deno was ended by ${run.signal}.`);
process.exit(run.status ?? 1);
