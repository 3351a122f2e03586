import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumOptions } from "./scripts/chromium.ts";

/** What needs no GPU, and the command line, run in Node; everything on WebGPU runs in headless Chromium. */
export default defineConfig({
  // npm test runs several side by side.
  cacheDir: process.env.VITE_CACHE ?? "node_modules/.vite",
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/**/*.{gpu,browser}.test.ts"],
          // Limits catch what hangs; they never measure, so that a busy machine passes too.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        // Known before the first test: what is found on the way reloads the page, and tests with it.
        optimizeDeps: {
          include: [
            "@base-ui/react/dialog",
            "@base-ui/react/menu",
            "@base-ui/react/popover",
            "comlink",
            "fast-check",
            "gl-matrix",
            "idb-keyval",
            "react",
            "react-dom/client",
            "react/jsx-dev-runtime",
            "uplot",
            "valibot",
            "wesl",
            "zustand",
            "zustand/react/shallow",
          ],
        },
        test: {
          name: "gpu",
          include: ["tests/**/*.{gpu,browser}.test.{ts,tsx}"],
          testTimeout: 240_000,
          // One software adapter serves them all.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumOptions() }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
