// Takes the pictures of every view that docs/pictures.md shows, of the built page in headless Chromium: `npm run pictures`.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright";
import { build, createServer, preview } from "vite";

/** What each picture shows, and what has to stand there first. */
const views = [
  { name: "playground", hash: "", ready: ".ladder .mark.moved" },
  {
    name: "laboratory",
    hash: "#preset=quick&show=laboratory&layer=2&head=4&point=1",
    ready: ".drawing svg",
    whole: true,
  },
  { name: "space", hash: "#preset=quick-space", ready: ".ladder .mark.moved" },
  { name: "particles", hash: "#preset=springs-quick&rotate=0", ready: ".ladder .mark.moved" },
  { name: "molecules", hash: "#preset=qm9-quick&rotate=0&x=1&y=-0.6&axis=x", ready: ".ladder .mark.moved" },
  { name: "settings", hash: "#preset=quick", ready: ".ladder .mark.moved", open: /^Settings/ },
  { name: "experiment", hash: "#experiment", ready: ".efficiency" },
  { name: "bench", hash: "#bench", ready: ".document" },
  { name: "phone", hash: "", ready: ".ladder .mark.moved", width: 390, height: 844 },
];
const WAIT = { timeout: 240_000 };

const outDir = "node_modules/.pictures";
await build({ logLevel: "error", build: { outDir, emptyOutDir: true } });
const helper = await createServer({ logLevel: "error", server: { middlewareMode: true } });
const { chromiumOptions } = await helper.ssrLoadModule("/scripts/chromium.ts");
const server = await preview({ build: { outDir }, preview: { port: 0 }, logLevel: "error" });
const browser = await chromium.launch(chromiumOptions());
mkdirSync("docs/pictures", { recursive: true });
try {
  for (const { name, hash, ready, open, whole = false, width = 1440, height = 900 } of views) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, serviceWorkers: "block" });
      // The tour is of a first visit alone.
      await page.addInitScript(() => localStorage.setItem("tour", "done"));
      await page.goto(`${server.resolvedUrls.local[0]}${hash}`);
      await page
        .locator(ready)
        .first()
        .waitFor({ ...WAIT, state: "attached" });
      // Nothing is recorded, late or awaited any more.
      await page.waitForFunction(
        () =>
          !/ompiling|redicting|Following|Loading|as soon as/.test(document.querySelector("main")?.textContent ?? ""),
        null,
        WAIT,
      );
      if (open) await page.getByRole("button", { name: open }).click();
      // Whatever moves into place has done so.
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `docs/pictures/${name}-${colorScheme}.png`, fullPage: whole });
      await page.close();
      console.log(`${name}, ${colorScheme}`);
    }
  }
} finally {
  await browser.close();
  await server.close();
  await helper.close();
}
