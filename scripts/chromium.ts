// Finds a Chromium with WebGPU for the tests: CHROMIUM_PATH, an installed one, or the one Playwright keeps.
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const installed = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  chromium.executablePath(),
];

/** Launch options that give every machine a WebGPU adapter, in software where there is no GPU. */
export function chromiumOptions() {
  const executablePath = installed.find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new Error(
      "No Chromium found. Install one: apt-get install -y chromium (or: npx playwright install chromium)",
    );
  }
  return {
    executablePath,
    args: ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--no-sandbox", "--ignore-gpu-blocklist"],
  };
}
