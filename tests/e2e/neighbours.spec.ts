import { expect, type Page, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, openSettings, stepText } from "./playground.ts";

/** Scans, graphs, events, sequences and air: each at a size that a software adapter compiles in seconds. */

const predictions = (page: Page) => page.getByRole("region", { name: "Predictions" }).first();

async function trains(page: Page, hash: string): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: 2 * COMPILED });
  await expect(predictions(page).locator("tbody td.number").first()).toBeVisible({ timeout: COMPILED });
}

test("scans: turned solids are answered as they stood, until the network is told which way is up", async ({ page }) => {
  test.slow();
  const small = "scanned=16&layers=1&channels=4&width=8&nearest=4&batch=2&tests=16&steps=100000";
  await trains(page, `#preset=scans-quick&model=tensor-field&degrees=1&radial=4&${small}&pitch=60`);
  await expect(predictions(page)).toContainText("Which solid?");
  const change = async (network: number) =>
    Number(await predictions(page).locator("tr.change td.number").nth(network).textContent());
  await expect.poll(() => change(1), { timeout: COMPILED }).toBeGreaterThan(1e-3);
  expect(await change(0)).toBeLessThan(1e-3);
  await page.getByRole("radio", { name: "Upright" }).focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/places=upright/, { timeout: COMPILED });
  await expect.poll(() => change(0), { timeout: COMPILED }).toBeGreaterThan(1e-3);
  await expect(page.locator(".lead")).toContainText("holds shifts and rotations about the vertical");
  await expectToSuitEveryone(page);
});

test("graphs: poolings are followed level by level, and new numbers of nodes change no answer", async ({ page }) => {
  await trains(page, "#preset=mutag-quick&units=8&batch=4&steps=100000&trajectory=2");
  await expect(page.getByRole("img", { name: /A graph of \d+ nodes and \d+ edges; \d+ nodes are left/ })).toBeVisible();
  await page.getByRole("radio", { name: "after pooling 2" }).check();
  await expect(page).toHaveURL(/layer=2/);
  await expect(page.getByLabel("Pooling", { exact: true })).toContainText(/\d+ of \d+ nodes are left/);
  await page.getByRole("radio", { name: "all nodes" }).check();
  await page.getByRole("button", { name: "Number the nodes anew" }).click();
  await expect(page).toHaveURL(/renumber=2/);
  await page.getByRole("button", { name: "Next graph" }).press("Enter");
  await expect(page).toHaveURL(/trajectory=3/);
  await expectToSuitEveryone(page);
});

test("events: a shift of the clock changes nothing for a kernel, and much for features of time", async ({ page }) => {
  const small = "history=8&width=16&heads=2&batch=4&tests=16&steps=100000&frequencies=3";
  await trains(page, `#preset=gap-clock&${small}&compare=time_kernel:none,time_feature:bochner`);
  const change = async (row: number) =>
    Number(await predictions(page).locator("tbody tr").nth(row).locator("td").nth(2).textContent());
  await expect.poll(() => change(1), { timeout: COMPILED }).toBeGreaterThan(1e-3);
  expect(await change(0)).toBeLessThan(1e-3);
  await page.getByLabel("Event that asks").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/point=7/);
  await expect(page.getByLabel("Kernels of time")).toContainText("Spectrum");
  await page.getByLabel("Clock, exact value").fill("12.5");
  await expect(page).toHaveURL(/clock=12.5/);
  await expectToSuitEveryone(page);
});

test("events: earthquakes on a globe that is turned for the eye, and for the networks", async ({ page }) => {
  await trains(page, "#preset=earthquakes&history=12&width=8&batch=4&tests=8&steps=100000&clock=7");
  const change = async () =>
    Number(await predictions(page).locator("tbody tr").first().locator("td").nth(2).textContent());
  await expect.poll(change, { timeout: COMPILED }).toBeLessThan(1e-3);
  const globe = page.getByRole("application", { name: /earthquakes; arcs show what event 12/ });
  await expect(globe.locator(".event.query")).toHaveCount(1);
  const back = page.getByRole("button", { name: "Back to the event" });
  await expect(back).toBeDisabled();
  await globe.focus();
  for (let k = 0; k < 13; k++) await page.keyboard.press("ArrowRight");
  // The other side of the globe.
  await expect(globe.locator(".event.query")).toHaveCount(0);
  await back.click();
  await expect(globe.locator(".event.query")).toHaveCount(1);
  await page.getByLabel("Rotation, exact value").fill("120");
  await expect(page).toHaveURL(/rotate=120/);
  await expect.poll(change, { timeout: COMPILED }).toBeLessThan(1e-5);
  await page.getByRole("combobox", { name: /^Frames/ }).selectOption("drawn afresh");
  await expect(page).toHaveURL(/lift=fresh/);
  await expect.poll(change, { timeout: COMPILED }).toBeGreaterThan(1e-5);
  await expectToSuitEveryone(page);
});

test("events: a learned kernel is drawn beside the true one", async ({ page }) => {
  await trains(page, "#preset=renewal&history=12&batch=8&tests=16&steps=100000&compare=none");
  await expect(page.getByLabel("Kernels of time")).toContainText(/Correlation with the true kernel.*: -?\d\.\d/);
});

test("sequences: memory of few keys beside full attention's, weights as matrices", async ({ page }) => {
  await trains(page, "#preset=frequency-quick&positions=64&kept_keys=8&width=16&heads=2&batch=4&tests=16&steps=100000");
  await expect(page.getByRole("img", { name: "Linformer projection=learned: 64 × 8" })).toBeVisible();
  await expect(page.getByRole("img", { name: "Linformer projection=none: 64 × 64" })).toBeVisible();
  await openSettings(page);
  await page.getByLabel("Projection", { exact: true }).selectOption("mean");
  await page.getByLabel("Keys kept", { exact: true }).fill("7");
  await page.keyboard.press("Tab");
  await expect(page.getByText("windows of 64 positions do not come to 7 keys").first()).toBeVisible();
});

test("air: hours of a station are deleted, filled in, and put back", async ({ page }) => {
  test.slow();
  await trains(page, "#preset=air-quick&hours=8&width=8&layers=1&batch=1&tests=16&steps=100000");
  await page.getByRole("button", { name: /^Dongsi: / }).press("Enter");
  await expect(page).toHaveURL(/station=4/);
  const hours = page.getByRole("img", { name: /over 8 hours/ });
  const box = await hours.boundingBox();
  if (!box) throw new Error("The hours are not drawn.");
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.4 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.4 * box.height, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/cut=3%2C0%2C\d|cut=3,0,\d/);
  const end = Number(/cut=3,0,\d+,(\d+)/.exec(decodeURIComponent(page.url()))?.[1]);
  await page.getByLabel("Last deleted hour").press("ArrowLeft");
  await expect(page).toHaveURL(new RegExp(`cut=3(%2C|,)0(%2C|,)\\d(%2C|,)${end - 1}`));
  await page.getByRole("button", { name: "Put them back" }).click();
  await expect(page).not.toHaveURL(/cut=/);
  await page.getByLabel("Measurement").selectOption("O3");
  await expect(page.getByRole("heading", { name: /Dongsi: O3/ })).toBeVisible();
  await expectToSuitEveryone(page);
});
