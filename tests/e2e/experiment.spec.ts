import { expect, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";

const SMALL =
  "preset=springs-quick&particles=2&width=4&heads=2&kernel=2&systems=25&batch=25&tests=16&mlp_width=6&mlp_layers=2";
/** One that is over in no time, and one that is not. */
const SHORT = `${SMALL}&steps=5&evaluate=5`;
const LONG = `${SMALL}&steps=100000&evaluate=500`;
const COMPILED = 120_000;

test("data efficiency is measured beside the published curve, stopped, kept and gone on with", async ({ page }) => {
  await page.goto("/#experiment");
  const settings = page.getByLabel("Settings");
  await settings.fill("preset=springs-quick&widht=4");
  await expect(page.locator("#settings-problem")).toContainText("there is no setting widht");
  await expect(page.getByRole("button", { name: "Start" })).toBeDisabled();
  await settings.fill("quick");
  await expect(page.locator("#settings-problem")).toContainText("measured on particles");
  await settings.fill(LONG);
  for (const size of ["25", "50", "100"]) await page.getByLabel(size, { exact: true }).uncheck();
  await page.getByLabel("LieTransformer").uncheck();
  await page.getByLabel("HFC").uncheck();
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("status").last()).toContainText(/FC, 10 systems: step [1-9]/, { timeout: COMPILED });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("status").last()).toContainText("is kept at step", { timeout: 30_000 });

  // It stays in the browser.
  await page.reload();
  await page.getByLabel("Settings").fill(LONG);
  await expect(page.getByRole("status").last()).toContainText("FC, 10 systems is kept at step");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const file = await (await downloading).path();
  await page.getByRole("button", { name: "Forget" }).click();
  await expect(page.getByRole("status").last()).toBeEmpty();

  // And comes back from its file.
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Load JSON", exact: true }).click();
  await (await chooser).setFiles(file);
  await expect(page.getByRole("status").last()).toContainText("FC, 10 systems is kept at step");
  await page.getByLabel("Study to load").setInputFiles({
    name: "other.json",
    mimeType: "application/json",
    buffer: Buffer.from("{}"),
  });
  await expect(page.getByRole("alert")).toContainText("other.json: this is no study");
  await expect(page.getByRole("status").last()).toContainText("is kept at step");
  for (const size of ["25", "50", "100"]) await page.getByLabel(size, { exact: true }).uncheck();
  await page.getByLabel("LieTransformer").uncheck();
  await page.getByLabel("HFC").uncheck();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("status").last()).toContainText(/FC, 10 systems: step [1-9]/, { timeout: COMPILED });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("status").last()).toContainText("is kept at step", { timeout: 30_000 });

  // A study of other settings has points of its own.
  await page.getByLabel("Settings").fill(SHORT);
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("row", { name: "FC, 10 systems" })).toBeVisible({ timeout: COMPILED });
  await expectToSuitEveryone(page);
});

test("the published table is trained cell by cell beside the published numbers, and taken along", async ({ page }) => {
  await page.goto("/#experiment");
  await page.getByRole("button", { name: "Published table" }).click();
  await page
    .getByLabel("Settings")
    .fill("preset=quick&layers=1&width=8&heads=2&kernel=4&repeats=1&batch=8&steps=4&evaluate=2&tests=16");
  await page.getByLabel("LieTransformer SE(2)").uncheck();
  await page.getByLabel("Keep every network that it trains among Runs").check();
  await page.getByRole("button", { name: "Start" }).click();
  const row = page.getByRole("row", { name: /^LieTransformer T\(2\), trained on D/ });
  await expect(row).toContainText("0.75 ± 0.03", { timeout: COMPILED });
  await expect(page.getByText(/Set Transformer, trained on D: counts of pentagon on SE2/)).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Markdown" }).click();
  expect((await downloading).suggestedFilename()).toBe("published-table.md");
  await expectToSuitEveryone(page);

  // What its cells have trained opens on the page as any run does.
  await page.goto("/#preset=quick");
  await page.getByRole("button", { name: "Runs" }).click();
  const kept = page.getByRole("dialog", { name: "Runs" }).getByRole("listitem").filter({ hasText: "group=T2" });
  await kept.first().getByRole("button", { name: "Open", exact: true }).click();
  await expect(page).toHaveURL(/compare=none&group=T2/, { timeout: COMPILED });
});
