import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./scripts/chromium.ts";

const PORT = 4173;

/** What a person does with the built page. */
export default defineConfig({
  testDir: "tests/e2e",
  // Limits catch what hangs; they never measure, so that a busy machine passes too.
  timeout: 420_000,
  expect: { timeout: 45_000 },
  // Compiling, which most of them wait for, takes a core each.
  workers: 2,
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: `http://localhost:${PORT}`,
    launchOptions: chromiumOptions(),
    actionTimeout: 180_000,
    viewport: { width: 1440, height: 900 },
    // It would answer requests that a test wants to answer itself.
    serviceWorkers: "block",
  },
  webServer: {
    command: `npx vite build && npx vite preview --port ${PORT} --strictPort`,
    port: PORT,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
